/**
 * The library: what the command line does, for programs and tests. `initproof/vitest` has the few lines that a project needs to test
 * its own init.
 */
import { randomInt } from 'node:crypto';
import { PROPERTIES } from '../properties/index.ts';
import { campaign, type CampaignOptions } from './campaign/campaign.ts';
import { compare as compareOn, type Row } from './campaign/compare.ts';
import type { CampaignEvent } from './campaign/events.ts';
import { type FoundTarget, findTarget, UNKNOWN } from './campaign/find-target.ts';
import { withHabits } from './campaign/learn-undeclared.ts';
import { withLab } from './campaign/lab.ts';
import { addFailure } from './campaign/retold.ts';
import { type Replayed, replay as replayOn } from './campaign/replay.ts';
import { type StoredCase, readCaseFile } from './cases/store.ts';
import { HarnessError } from './execute/harness-error.ts';
import { changed, type ContractChange } from './judge/contract-change.ts';
import type { Property } from './judge/property.ts';
import { InputError } from './scenario/input-error.ts';
import { ScenarioArbitrary } from './shrink/scenario-arbitrary.ts';

export type { CampaignEvent } from './campaign/events.ts';
export type { Care } from './campaign/care.ts';
export type { FoundTarget } from './campaign/find-target.ts';
export { type Examination, type Examined, examinedOf } from './campaign/examination.ts';
export type { Lab } from './campaign/lab.ts';
export { openLab } from './campaign/lab.ts';
export type { Replayed } from './campaign/replay.ts';
export type { Row, Tampered } from './campaign/compare.ts';
export type { Case } from './cases/case.ts';
export { readCase, writeCase } from './cases/case-file.ts';
export { listCases, readCaseFile, writeCaseFile, type StoredCase } from './cases/store.ts';
export { HarnessError, NotExecutableError } from './execute/harness-error.ts';
export { scenarioAt } from './generate/seeds.ts';
export type { Contract, Deviation, Target } from './judge/contract.ts';
export type { ContractChange } from './judge/contract-change.ts';
export { type Accepted, acceptedIn } from './campaign/known-by.ts';
export { defineProperty, type Property, type Run } from './judge/property.ts';
export type { Verdict } from './judge/verdict.ts';
export { type Tampering, TAMPERINGS } from './trace/trace.ts';
export { type Fault, faultsOf, TAMPERED } from './judge/fault.ts';
export { InputError } from './scenario/input-error.ts';
export { explain } from './scenario/explain.ts';
export type { Scenario, Step } from './scenario/scenario.ts';
export { readScenario, writeScenario } from './scenario/yaml.ts';
export { problems } from './scenario/validate.ts';
export { PROPERTIES };

/** A target by name, path of a target file or of a binary, or one that `defineTarget` made. */
export type TargetLike = string | FoundTarget;

/** An init with its contract, as a target file would have it. What is left out is as of an init that says nothing. */
export function defineTarget(
  target: Partial<Omit<FoundTarget, 'contract'>> & { name: string; binary: string; contract?: ContractChange },
): FoundTarget {
  return { ...UNKNOWN, title: target.name, ...target, contract: changed(UNKNOWN.contract, target.contract ?? {}) };
}

/** Scenarios for fast-check, which shrink as those of a campaign do. */
export const scenario = (): ScenarioArbitrary => new ScenarioArbitrary();

/** What is said of targets that are given by their names and paths. */
export interface TargetOptions {
  /** A binary's contract, arguments and deviations are those of this target. */
  like?: string | undefined;
  /** Arguments of the init before the command, in place of the target's own. */
  args?: readonly string[] | undefined;
  /** Debian packages that may be fetched for target files, besides those of the targets that come with initproof. */
  packages?: readonly string[] | undefined;
}

export interface RunOptions extends Partial<Omit<CampaignOptions, 'targets'>>, TargetOptions {
  target?: TargetLike;
  targets?: readonly TargetLike[];
}

export type Failure = Extract<CampaignEvent, { type: 'failure' }>;
export type End = Extract<CampaignEvent, { type: 'end' }>;

export interface RunResult extends Omit<End, 'v' | 'type' | 'failures'> {
  failures: Failure[];
}

/** Of a run without a budget, ms. */
const DEFAULT_MS = 60_000;
const SEEDS = 2 ** 31;

async function toTarget(target: TargetLike, { like, args, packages = [] }: TargetOptions): Promise<FoundTarget> {
  if (typeof target !== 'string') return target;
  const result = await findTarget(target, { like, args, packages });
  if (result.ok) return result.target;
  throw new InputError('UNREADABLE', target, result.why);
}

/** Those of which nobody has said what they promise are judged by what they were seen to do always, and by what nobody may do. */
async function toTargets(targets: readonly TargetLike[], options: TargetOptions): Promise<FoundTarget[]> {
  const found = await Promise.all(targets.map((target) => toTarget(target, options)));
  return (await withHabits(found)).targets;
}

/** The events of a campaign as they come; the last one is `end`. Throws as `run` does. */
export async function* stream({
  target,
  targets = [],
  like,
  args,
  packages,
  ...options
}: RunOptions): AsyncGenerator<CampaignEvent, void, undefined> {
  const chosen = await toTargets([...(target === undefined ? [] : [target]), ...targets], { like, args, packages });
  if (chosen.length === 0) throw new TypeError('Expected a `target`, got none');
  const ms = options.ms ?? (options.runs === undefined ? DEFAULT_MS : undefined);
  yield* campaign({ out: '.initproof', ...options, seed: options.seed ?? randomInt(SEEDS), ms, targets: chosen });
}

/**
 * Fuzzes one or several targets. Resolves 5 s after `ms` at the latest, with what was not looked into by then in `toReplay`, `replayed`,
 * `unconfirmed` and `notSmaller`. Does not throw upon a violation: that is in the result. Throws a HarnessError where this machine
 * cannot run it, and an InputError or a NotExecutableError for what is no init.
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const failures: Failure[] = [];
  for await (const event of stream(options)) {
    if (event.type === 'failure') addFailure(failures, event);
    if (event.type !== 'end') continue;
    const { v: _v, type: _type, failures: _count, ...end } = event;
    return { ...end, failures };
  }
  throw new HarnessError('closed', 'The campaign ended without a result');
}

/** Replays a case, or the one in a file, on each target. `times`: default 10. */
export async function replay(
  stored: StoredCase | string,
  options: TargetOptions & { targets: readonly TargetLike[]; times?: number; jobs?: number },
): Promise<Replayed[]> {
  const read = typeof stored === 'string' ? await readCaseFile(stored) : stored;
  const targets = await toTargets(options.targets, options);
  return withLab(targets, { jobs: options.jobs }, async (lab) => {
    const results: Replayed[] = [];
    for (const target of targets) results.push(await replayOn(lab, read, target, options.times ?? 10));
    return results;
  });
}

/** The same scenarios of a seed on each target. `runs`: default 2000. */
export async function compare(
  options: TargetOptions & {
    targets: readonly TargetLike[];
    runs?: number;
    seed?: number;
    jobs?: number;
    properties?: readonly Property[];
  },
): Promise<Row[]> {
  const targets = await toTargets(options.targets, options);
  const { jobs, properties, runs = 2000, seed = randomInt(SEEDS) } = options;
  return withLab(targets, { jobs, properties }, (lab) => compareOn(lab, targets, { seed, runs }));
}
