/** Tests of an init in a few lines: `initTests({ target: './my-init' })` in a file of vitest's. */
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { harmless } from './base/printable.ts';
import { listCases, type StoredCase } from './cases/store.ts';
import { type Failure, replay, run, type TargetLike } from './index.ts';
import type { Property } from './judge/property.ts';
import { TAMPERED } from './judge/fault.ts';
import { accountLines, needsText } from './report/failure.ts';
import { ranked } from './report/harm.ts';

export interface InitTestsOptions {
  /** Path of the binary, name of a target, target file, or what `defineTarget` made. */
  target: TargetLike;
  /** Contract, arguments and deviations of this target, for a path. */
  like?: string;
  /** Scenarios. Default: as many as fit into a part of the timeout. */
  runs?: number;
  /** Default: another one each time, which a failure tells. */
  seed?: number;
  properties?: readonly Property[];
  /** Folder of cases that are tests as well: each must give what it records for this target, or hold where it records nothing. */
  corpus?: string;
  /** Folder for what is found; default .initproof. */
  out?: string;
  /** Of the campaign's test, ms; default 60 s. Half of it is the campaign's `ms`: 15 s or more leave room for the 5 s after that. */
  timeout?: number;
}

const DEFAULT_TIMEOUT = 60_000;
/** The rest of the timeout is for what goes on after the time, 5 s at most, and for a machine that is slow to start. */
const SHARE = 0.5;

/** Defines a campaign as one test that lists all failures, and a test for each case of the corpus. */
export async function initTests(options: InitTestsOptions): Promise<void> {
  const { target, corpus, timeout = DEFAULT_TIMEOUT, like, ...rest } = options;
  const name = typeof target === 'string' ? target : target.name;
  describe(name, () => {
    test(
      `holds all properties over generated scenarios`,
      async () => {
        const result = await run({ target, ...(like === undefined ? {} : { like }), ms: timeout * SHARE, ...rest });
        expect(result.scenarios, 'scenarios that were run').toBeGreaterThan(0);
        expect(ranked(result.failures).map(failureText).join('\n'), `seed ${result.seed}`).toBe('');
        expect(result.exit, `exit code of a campaign with ${result.harnessErrors} harness errors, ${result.flaky} flaky failures`).toBe(0);
      },
      timeout,
    );
  });
  if (corpus !== undefined) await corpusSuite(corpus, { target, ...(like === undefined ? {} : { like }) });
}

function failureText(failure: Failure): string {
  const { target, property, said, signature, case: path, repeats } = failure;
  const head = property === TAMPERED ? `${target} tampers with the record of a run` : `${target} violates ${property}`;
  const lines = [
    `${head}: ${said}`,
    ...accountLines(failure),
    `  ${signature}, ${repeats.join(' of ')}, ${path}`,
    `  needs ${needsText(failure)}`,
    '',
  ];
  return lines.map(harmless).join('\n');
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
