/** Tests of an init, or of any program that starts another, in a few lines, in a file of vitest's. */
import { relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { harmless } from './base/printable.ts';
import type { CampaignOptions } from './campaign/campaign.ts';
import { EXIT } from './campaign/exit-code.ts';
import { type Accepted, baselineAt, lapsedOf } from './campaign/known-by.ts';
import { addFailure } from './campaign/retold.ts';
import { readCase } from './cases/case-file.ts';
import { listCases, SHIPPED_CORPUS, type StoredCase } from './cases/store.ts';
import { type CampaignEvent, type End, type Failure, PROPERTIES, replay, stream, type TargetLike } from './index.ts';
import type { Property } from './judge/property.ts';
import { TAMPERED } from './judge/fault.ts';
import { pageOf } from './report/explanation.ts';
import { accountLines, needsText } from './report/failure.ts';
import { ranked } from './report/harm.ts';

export { type AppTestsOptions, appTests } from './app-tests.ts';
export { type Promises, type SignalTestsOptions, signalTests } from './signal-tests.ts';

export interface InitTestsOptions extends Pick<Partial<CampaignOptions>, 'runs' | 'seed' | 'placements' | 'jobs' | 'shrink'> {
  /** Path of the binary, name of a target, target file, or what `defineTarget` made. */
  target: TargetLike;
  /** Contract, arguments and deviations of this target, for a path. */
  like?: string;
  properties?: readonly Property[];
  /**
   * Folder of cases that are tests as well: each must give what it records for this target, or hold where it records nothing. What it
   * says of this target is known, and so is what the corpus of initproof says: no failure, as on the command line.
   */
  corpus?: string;
  /**
   * What somebody has accepted (`initproof accept`): a file, or the folder of a state of nights; default: initproof-baseline.yaml, where it is
   * there. It is no failure until its last day; after that it is one, which says so.
   */
  baseline?: string;
  /** Folder for what is found; default .initproof. */
  out?: string;
  /** Of the campaign, ms; default 60 s. Half of it is the campaign's `ms`: 15 s or more leave room for the 5 s after that. */
  timeout?: number;
}

const DEFAULT_TIMEOUT = 60_000;
/** The rest of the timeout is for what goes on after the time, 5 s at most, and for a machine that is slow to start. */
const SHARE = 0.5;

/** What a campaign on one target comes to. */
interface Told {
  failures: Failure[];
  /** What was accepted until a day that is over. */
  lapsed: readonly Accepted[];
  target?: Extract<CampaignEvent, { type: 'target' }>;
  end?: End;
}

/**
 * Defines a campaign that runs before its tests: one for each property, which lists what is new of it and is skipped where nothing could
 * be judged; and one for all else. Beside it a test for each case of `corpus`. A failure tells the seed.
 */
export async function initTests(options: InitTestsOptions): Promise<void> {
  const { target, corpus, timeout = DEFAULT_TIMEOUT, like, properties = PROPERTIES, baseline, ...rest } = options;
  const named = { target, ...(like === undefined ? {} : { like }) };
  const { accepted, lapsed } = await baselineAt(baseline);
  describe(typeof target === 'string' ? target : target.name, () => {
    const told: Told = { failures: [], lapsed };
    beforeAll(async () => {
      const folders = corpus === undefined ? [SHIPPED_CORPUS] : [corpus, SHIPPED_CORPUS];
      const campaign = stream({ ...named, properties, corpus: folders, accepted, ms: timeout * SHARE, ...rest });
      for await (const event of campaign) hear(told, event);
    }, timeout);
    for (const { id } of properties) test(id, ({ skip }) => judged(told, id, skip));
    test('the campaign', () => sound(told));
  });
  if (corpus !== undefined) await corpusSuite(corpus, named);
}

function hear(told: Told, event: CampaignEvent): void {
  if (event.type === 'failure') addFailure(told.failures, event);
  if (event.type === 'target') told.target = event;
  if (event.type === 'end') told.end = event;
}

/** What is new of one property. */
function judged({ failures, lapsed, target, end }: Told, id: string, skip: (why: string) => never): void {
  const found = failures.filter(({ property, known }) => property === id && !known);
  const texts = ranked(found).map((failure) => failureText(failure, lapsed));
  expect(texts.join('\n'), `seed ${end?.seed}`).toBe('');
  const tally = target?.properties.find(({ property }) => property === id);
  if (tally !== undefined && tally.holds + tally.violated + tally.expected === 0) skip('no scenario in which it could be judged');
}

/** Of the campaign as a whole, beside what its properties say: it was run, it is sure, and nothing was tampered with. */
function sound({ failures, target, end }: Told): void {
  expect(target?.nothing ?? '', 'why nothing was run, or nothing could be judged').toBe('');
  expect(target?.scenarios, 'scenarios that were run').toBeGreaterThan(0);
  const tampered = failures.filter(({ property }) => property === TAMPERED);
  expect(tampered.map((failure) => failureText(failure)).join('\n'), `seed ${end?.seed}`).toBe('');
  const { exit, harnessErrors, flaky, unconfirmed } = end ?? {};
  const said = `exit code of a campaign with ${harnessErrors} harness errors, ${flaky} flaky failures, ${unconfirmed} not confirmed`;
  expect([EXIT.holds, EXIT.violated], said).toContain(exit);
}

function failureText(failure: Failure, lapsed: readonly Accepted[] = []): string {
  const { target, property, said, signature, case: path, repeats } = failure;
  const page = pageOf(property);
  const head = property === TAMPERED ? `${target} tampers with the record of a run` : `${target} violates ${property}`;
  const lines = [
    `${head}: ${said}`,
    ...accountLines(failure),
    `  ${signature}, ${repeats.join(' of ')}, ${path}`,
    `  needs ${needsText(failure)}`,
    ...lapsedLines(failure, lapsed),
    ...(page === undefined ? [] : [`  read ${page}`]),
    '',
  ];
  return lines.map(harmless).join('\n');
}

function lapsedLines({ target, signature, yaml, case: path }: Failure, lapsed: readonly Accepted[]): string[] {
  const over = lapsedOf(lapsed, { name: target }, signature, readCase(yaml, path).scenario);
  if (over === undefined) return [];
  const { reason, owner, until } = over.acceptance;
  return [`  accepted until ${until}, which is over: ${reason}${owner === undefined ? '' : ` (${owner})`}`];
}

/** A test for each case below `folder`: on `target`, or on the targets that it records. A file that cannot be read is a test that fails. */
export async function corpusSuite(
  folder: string,
  { target, like, times = 3 }: { target?: TargetLike; like?: string; times?: number } = {},
): Promise<void> {
  const { cases, errors } = await listCases(folder);
  describe(folder, () => {
    test.each(errors)('$file', (error) => {
      throw error;
    });
    for (const stored of cases) {
      const targets = target === undefined ? Object.keys(stored.case.expect) : [target];
      for (const one of targets)
        test(`${nameOf(stored, folder)} on ${typeof one === 'string' ? one : one.name}`, () => replayAsRecorded(stored, one, like, times));
    }
  });
}

const nameOf = ({ path, case: { property } }: StoredCase, folder: string): string =>
  `${harmless(relative(folder, path))}${property === undefined ? '' : ` (${property})`}`;

async function replayAsRecorded(stored: StoredCase, target: TargetLike, like: string | undefined, times: number): Promise<void> {
  const [result] = await replay(stored, { targets: [target], ...(like === undefined ? {} : { like }), times });
  const { always, verdicts, said, recorded, harnessErrors } = result ?? {};
  const about = [said ?? '', ...(result === undefined ? [] : accountLines(result)), ...(harnessErrors ?? [])].map(harmless).join('\n');
  if (recorded !== undefined) return void expect(verdicts, about).toEqual({ [recorded]: times });
  expect(['holds', 'not-applicable', 'expected'], about).toContain(always);
}
