/** The shape of a case's file: the keys of a scenario and those below, in one map. */
import { z } from 'zod';
import { parseShape, type Shaped, object, whole, word } from '../scenario/shape.ts';
import { COUNTED, scenarioFields, toJsonSchema } from '../scenario/schema.ts';
import { problems } from '../scenario/validate.ts';

const matching = (pattern: RegExp, like: string) => z.string().regex(pattern, { error: () => `expected ${like}` });

export const propertyId = matching(/^[a-z][a-z0-9-]*$/, 'the id of a property, such as reaps-orphans');
/** A property that a target may be declared to violate: that a record was tampered with nobody can declare. */
export const declarable = matching(
  /^(?!tampered$)[a-z][a-z0-9-]*$/,
  'the id of a property, such as reaps-orphans; tampering cannot be declared',
);
export const signature = matching(/^[a-z][a-z0-9-]*\/\S+$/, 'a signature, such as reaps-orphans/zombie-left');
export const webAddress = matching(/^https?:\/\/\S+$/, 'an address that starts with https://');

const found = object({
  target: z.string().describe('Name or path of the target that it was found on.'),
  seed: whole(0, Number.MAX_SAFE_INTEGER).describe('Seed of the campaign.'),
  index: whole(0, Number.MAX_SAFE_INTEGER).describe('Index of the scenario in the campaign, before shrinking.'),
  guided: z.literal(true).exactOptional().describe('It is a change of an earlier scenario: the seed alone does not give it.'),
  generator: whole(1, 1_000_000).describe('Version of the generator.'),
  version: z.string().describe('Version of initproof.'),
  kernel: z.string().describe('Release of the kernel.'),
  repeats: matching(/^\d+\/\d+$/, 'k/n in quotes, such as "10/10"').describe('k/n: it showed k times of n.'),
  date: matching(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-01-31').describe('Day, UTC.'),
});

export const release = matching(/^\d+(\.\d+)+$/, 'the number of a release, such as 0.8.1');

const releases = z
  .array(
    object({
      init: z.string().describe('As `initproof verify` names it.'),
      since: release.exactOptional().describe('The first release with the fault; default: the first of all.'),
      fixed: release.exactOptional().describe('The first release without it; default: none is.'),
    }),
  )
  .min(1)
  .describe('Which releases have the fault.');

const expectation = word('holds', 'violated', 'inconclusive', 'not-applicable', 'expected');

const trigger = object({ launch: scenarioFields.launch, actors: scenarioFields.actors, steps: scenarioFields.steps });

const caseSchema = object({
  version: scenarioFields.version,
  case: matching(/^[0-9a-f]{8}$/, 'an id of 8 hexadecimal digits')
    .exactOptional()
    .describe('Its id; leave it out in a file written by hand.'),
  property: propertyId.exactOptional().describe('The property that it is about; tampered: the record of the run.'),
  signature: signature.exactOptional().describe('Of the violation that it shows.'),
  expect: z.record(z.string(), expectation).default({}).describe('The verdict expected of each target, by name.'),
  found: found.exactOptional().describe('Where a campaign found it.'),
  report: webAddress.exactOptional().describe('Address of the public report that it was made from.'),
  releases: releases.exactOptional(),
  checked: z.string().min(1).exactOptional().describe('How it was seen to show and to be mended: on which builds, how often.'),
  trigger: trigger
    .exactOptional()
    .describe('What the violation needs, where that is less than the scenario: launch, actors and steps as in a scenario.'),
  launch: scenarioFields.launch,
  actors: scenarioFields.actors,
  steps: scenarioFields.steps,
});

const ALL_COUNTED = [...COUNTED, ...COUNTED.map(({ path, ...rest }) => ({ ...rest, path: ['trigger', ...path] }))];

export type CaseFile = z.output<typeof caseSchema>;

/** The checked content of a case's file, or all that is wrong with it. */
export function parseCase(data: unknown): Shaped<CaseFile> {
  const shaped = parseShape(caseSchema, data, ALL_COUNTED);
  const found = shaped.ok ? [...problems(shaped.value), ...problemsOfTrigger(shaped.value)] : [];
  return found.length === 0 ? shaped : { ok: false, problems: found };
}

function problemsOfTrigger({ version, trigger: written }: CaseFile): ReturnType<typeof problems> {
  if (written === undefined) return [];
  return problems({ version, ...written }).map(({ path, ...rest }) => ({ ...rest, path: ['trigger', ...path] }));
}

/** `corpus/case.schema.json`, for editors. Written by `npx vitest run test/cases/schema.test.ts -u`. */
export const caseJsonSchema = (): object => toJsonSchema(caseSchema, 'A case of initproof');
