/** The base of known digests: what its files say. Shipped in targets/supply/digests.json; private ones have the same form. */
import { z } from 'zod';
import { object, word } from '../scenario/shape.ts';
import { toJsonSchema } from '../scenario/schema.ts';

const hex = (digits: number, what: string) =>
  z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`), { error: () => `expected ${what}: ${digits} lower-case hexadecimal digits` });
const sha256 = hex(64, 'a SHA-256');
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, { error: () => 'expected a date such as 2026-11-24' });
const text = z
  .string()
  .min(1, { error: () => 'expected some text' })
  .max(1000, { error: () => 'expected at most 1000 characters' });
const fingerprint = z.string().regex(/^[0-9A-F]{40}$/, { error: () => 'expected a fingerprint: 40 upper-case hexadecimal digits' });

const source = object({
  by: text.describe('Who says it. Two sources with the same name count as one.'),
  at: text.exactOptional().describe('Where: commit, file, line.'),
});

const release = object({
  init: text,
  version: text,
  arch: text.describe('As Debian names it; any, or source.'),
  files: z
    .array(text)
    .min(1, { error: () => 'expected at least one file name' })
    .describe('Its names where it is released.'),
  digests: object({
    sha256: sha256.exactOptional(),
    sha512: hex(128, 'a SHA-512').exactOptional(),
    sha1: hex(40, 'a SHA-1').exactOptional(),
  }).describe('Of the same bytes. SHA-1 alone never makes a file known good.'),
  sources: z.array(source).min(1, { error: () => 'expected at least one source' }),
  note: text.exactOptional(),
});

const packaged = object({
  init: text,
  version: text,
  distribution: text,
  suites: z.array(text),
  package: text,
  revision: text.describe("The package's whole version."),
  arch: text,
  path: z.string().regex(/^\//, { error: () => 'expected a path from the root' }),
  sha256,
  size: z.int().min(0),
  buildId: z
    .string()
    .regex(/^[0-9a-f]{16,128}$/, { error: () => 'expected a build id' })
    .exactOptional(),
});

const lookalike = object({
  init: text,
  says: text.describe('What its version text says.'),
  arch: text,
  sha256,
  kind: word('changed', 'rebuild').describe('changed: from changed sources; rebuild: of the release, by somebody else.'),
  why: text,
  seen: text,
});

const key = object({
  init: text,
  who: text,
  primary: fingerprint.describe('Fingerprint of the primary key.'),
  file: text.exactOptional().describe('Its text, beside this file; without one it must be given.'),
  signs: z.array(fingerprint).describe('Subkeys that have signed; for people.'),
  source: text,
});

export const baseSchema = object({
  $schema: z.string().exactOptional().describe('For editors.'),
  version: z.literal(1).describe('Version of this format.'),
  date: date.describe('When it was last reviewed.'),
  note: text.exactOptional(),
  releases: z.array(release).default([]),
  packages: z.array(packaged).default([]),
  lookalikes: z.array(lookalike).default([]).describe('Seen in public: they say that they are a release, and are none.'),
  falseClaims: z
    .array(object({ sha256, claimed: text, is: text, by: text }))
    .default([])
    .describe('Digests that somebody declares for an init, and that belong to something else.'),
  releaseCommits: z.record(z.string(), z.record(z.string(), z.string())).default({}).describe('By init, the commit of each version.'),
  keys: z.array(key).default([]),
});

export type Base = z.output<typeof baseSchema>;
export type Release = Base['releases'][number];
export type Packaged = Base['packages'][number];
export type Lookalike = Base['lookalikes'][number];
export type UpstreamKey = Base['keys'][number];

/** `targets/supply/digests.schema.json`, for editors. Written by `npx vitest run test/supply/base.test.ts -u`. */
export const baseJsonSchema = (): object => toJsonSchema(baseSchema, 'Known digests of inits');
