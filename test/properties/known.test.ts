/** What is known of each property is said once, in its own file, and reports, documents and faulty inits agree with it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checksOf } from '../../fuzz/export/checks.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import { PROPERTIES } from '../../properties/index.ts';
import { keepsProfile } from '../../properties/keeps-profile.ts';
import { program } from '../export/samples.ts';

const readme = readFileSync('properties/README.md', 'utf8');

describe.each([...PROPERTIES, keepsProfile].map((property) => [property.id, property] as const))(
  '%s',
  (id, { why, claim, sources, watch, applies, consequence, outcome }) => {
    test('says in sentences why it matters, and where that stands', () => {
      expect(why).toMatch(/^[A-Z0-9].*\.$/s);
      expect(claim).not.toMatch(/\.$/);
      expect(sources.length).toBeGreaterThan(0);
    });

    test('says when it is judged, and what each violation leads to', () => {
      expect(applies).toMatch(/^(always|where [a-z].*[a-z])$/);
      expect(Object.keys(consequence).sort()).toEqual(Object.keys(outcome).sort());
    });

    test('can be looked at by an exported program, or says why not', () => {
      const found = checksOf(program('steps: [{signal: {signal: SIGTERM, to: init}}]'), PLAIN, id);
      if ('not' in watch && id !== keepsProfile.id) expect(found).toEqual({ ok: false, why: `property ${id}: ${watch.not}` });
      else expect(found.ok || /does not apply|nobody has said/.test(found.why)).toBe(true);
    });
  },
);

test('each of the registry is in the table of properties/README.md, in its order', () => {
  const listed = [...readme.matchAll(/^\| `([a-z-]+)` \|/gm)].map((row) => row[1]);
  expect(listed).toEqual(PROPERTIES.map(({ id }) => id));
});
