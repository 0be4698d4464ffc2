import { expect, test } from 'vitest';
import { cyclonedx } from '../../fuzz/report/cyclonedx.ts';
import { cyclonedxSchema } from './official-schemas.ts';
import { ALL, NOTHING, ONE } from './scans.ts';

const check = cyclonedxSchema();
const TIME = new Date('2026-11-24T00:00:00Z');

interface Bom {
  serialNumber: string;
  metadata: { component?: object };
  components: { name: string; 'bom-ref': string; purl?: string; version?: string; components?: Bom['components'] }[];
  vulnerabilities: { id: string; affects: { ref: string }[] }[];
}
const of = (report: typeof ALL): Bom => JSON.parse(JSON.stringify(cyclonedx(report, TIME))) as Bom;

test.each([
  ['much', ALL],
  ['one', ONE],
  ['nothing', NOTHING],
])('%s is valid by the schema of OWASP', (_, report) => {
  expect(check(of(report))).toEqual([]);
});

test('the schema does refuse', () => {
  expect(check({ ...of(ONE), serialNumber: 'urn:uuid:1' })).not.toEqual([]);
});

test('a known package has its purl, an init that is none has none', () => {
  expect(of(ONE).components).toMatchObject([
    { name: 'tini', version: '0.19.0', purl: 'pkg:deb/debian/tini@0.19.0-1%2Bb3?arch=amd64&distro=bookworm' },
  ]);
  const [wrong] = of(ALL).components;
  const changed = wrong?.components?.find(({ 'bom-ref': ref }) => ref.endsWith('/usr/bin/tini'));
  expect([changed?.name, changed?.purl]).toEqual(['tini', undefined]);
});

test('what is known affects components that are in it', () => {
  const { components, vulnerabilities } = of(ALL);
  const refs = components.flatMap((one) => [one['bom-ref'], ...(one.components ?? []).map((inner) => inner['bom-ref'])]);
  expect(new Set(refs).size).toBe(refs.length);
  expect(vulnerabilities.map(({ id }) => id)).toContain('x_INIT-catatonit-004');
  for (const { affects } of vulnerabilities) for (const { ref } of affects) expect(refs).toContain(ref);
});

test('the same content has the same serial number, another has another', () => {
  expect(of(ONE).serialNumber).toBe(of(ONE).serialNumber);
  expect(of(ONE).serialNumber).not.toBe(of(ALL).serialNumber);
});
