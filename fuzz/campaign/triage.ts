/** What becomes of a violation: written down at once, confirmed, made smaller, reported. */
import { join } from 'node:path';
import type { Case, Provenance } from '../cases/case.ts';
import { saveCase, type StoredCase } from '../cases/store.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { retriesFor, shrink, SHRINK_DEFAULTS } from '../shrink/shrink.ts';
import { size } from '../shrink/size.ts';
import { confirm, MOST_RUNS, repeat, type Repeats, shows } from './confirm.ts';
import type { CampaignEventBody, Size } from './events.ts';
import type { FoundTarget } from './find-target.ts';
import type { Lab } from './lab.ts';
import { tellStory } from './story.ts';

export interface Violation {
  scenario: Scenario;
  target: FoundTarget;
  property: string;
  signature: string;
  verdict: Extract<Verdict, { kind: 'violated' }>;
  /** Index in the campaign, for those that were generated. */
  index?: number;
  /** The case that was replayed, for others. */
  from?: StoredCase;
}

export interface TriageOptions {
  lab: Lab;
  /** Folder for what is found: `found/<target>/` and `flaky/<target>/` in it. */
  out: string;
  /** A case of the corpus that says that this target shows this. */
  known(violation: Violation): StoredCase | undefined;
  provenance: Omit<Provenance, 'target' | 'index' | 'repeats'>;
  /** Time for making it smaller, ms; 0 for not at all. */
  shrinkMs(violation: Violation): number;
  emit(event: CampaignEventBody): void;
  elapsed(): number;
  signal: AbortSignal;
}

type Failure = Extract<CampaignEventBody, { type: 'failure' }>;

/** Less often than one in five, too many candidates that fail would be taken for ones that do not: the evidence is kept as it is. */
const LEAST_TO_SHRINK = 0.2;

/** Ends with an event `failure` or `flaky`, which is returned. */
export async function triage(violation: Violation, options: TriageOptions): Promise<'failure' | 'known' | 'flaky'> {
  const known = options.known(violation);
  if (known !== undefined) return reportKnown(violation, known, options);
  let best = await save(violation, 'found', { shown: 0, runs: 0 }, options);
  options.emit({ type: 'found', ms: options.elapsed(), ...naming(violation), case: best.path });
  const first = await confirm(options.lab, violation.scenario, violation.target, violation.signature);
  if (first.shown === 0) return reportFlaky(violation, best, first, options);
  best = await save(violation, 'found', first, options, best);
  const smaller = await makeSmaller(violation, first, best, options);
  reportFailure(violation, smaller, options);
  return 'failure';
}

const naming = ({ target, property, signature, verdict }: Violation) => ({ target: target.name, property, signature, said: verdict.said });

async function reportKnown(violation: Violation, known: StoredCase, options: TriageOptions): Promise<'known' | 'flaky'> {
  const repeats = await confirm(options.lab, violation.scenario, violation.target, violation.signature);
  if (repeats.shown === 0) return 'flaky';
  reportFailure(violation, { stored: known, scenario: violation.scenario, repeats, tries: 0, known: true }, options);
  return 'known';
}

async function reportFlaky(violation: Violation, stored: StoredCase, repeats: Repeats, options: TriageOptions): Promise<'flaky'> {
  const kept = await save(violation, 'flaky', repeats, options, stored);
  options.emit({ type: 'flaky', ms: options.elapsed(), ...naming(violation), case: kept.path, repeats: [0, repeats.runs] });
  return 'flaky';
}

interface Kept {
  stored: StoredCase;
  scenario: Scenario;
  repeats: Repeats;
  tries: number;
  known: boolean;
}

/** Shrinks, saves each smaller one, and keeps the smallest unless it shows much less often than the one before. */
async function makeSmaller(violation: Violation, first: Repeats, start: StoredCase, options: TriageOptions): Promise<Kept> {
  const kept: Kept = { stored: start, scenario: violation.scenario, repeats: first, tries: 0, known: false };
  const ms = options.shrinkMs(violation);
  if (ms <= 0 || first.shown / first.runs < LEAST_TO_SHRINK) return kept;
  let stored = start;
  let saving: Promise<void> = Promise.resolve();
  const saveSmaller = (scenario: Scenario): void => {
    saving = saving.then(async () => {
      stored = await save({ ...violation, scenario }, 'found', first, options, stored);
    });
  };
  const { lab, signal } = options;
  const fails = async (scenario: Scenario): Promise<boolean> =>
    (await shows(lab, scenario, violation.target, violation.signature)) !== undefined;
  const retries = retriesFor(first.shown, first.runs);
  const shrunk = await shrink(violation.scenario, fails, { ...SHRINK_DEFAULTS, ms, retries, onSmaller: saveSmaller, signal });
  await saving;
  const last = await repeat(lab, shrunk.scenario, violation.target, violation.signature, MOST_RUNS);
  const worse = last.shown / last.runs < first.shown / first.runs / 2;
  const [scenario, repeats] = worse ? [violation.scenario, first] : [shrunk.scenario, last];
  const said = repeats.verdict ?? violation.verdict;
  stored = await save({ ...violation, scenario, verdict: said }, 'found', repeats, options, stored);
  return { stored, scenario, repeats, tries: shrunk.tries, known: false };
}

const sizeOf = (scenario: Scenario): Size => {
  const [processes, steps] = size(scenario);
  return { steps, processes };
};

function reportFailure(violation: Violation, { stored, scenario, repeats, tries, known }: Kept, options: TriageOptions): void {
  const verdict = repeats.verdict ?? violation.verdict;
  const { examined } = repeats;
  const failure: Failure = {
    type: 'failure',
    ms: options.elapsed(),
    ...naming({ ...violation, verdict }),
    case: stored.path,
    id: stored.id,
    known,
    repeats: [repeats.shown, repeats.runs],
    ...(violation.index === undefined ? {} : { index: violation.index }),
    ...(violation.from === undefined ? {} : { from: violation.from.path }),
    found: sizeOf(violation.scenario),
    smallest: sizeOf(scenario),
    tries,
    story: examined === undefined ? [] : tellStory(examined.program, examined.trace, verdict.event),
  };
  options.emit(failure);
}

/** Name of the folder of a target: its name, or what the path that is its name ends with. */
export const folderName = (target: string): string =>
  target
    .split('/')
    .filter((part) => part !== '')
    .at(-1) ?? 'target';

async function save(
  { scenario, target, property, signature, verdict, index, from }: Violation,
  kind: 'found' | 'flaky',
  repeats: Repeats,
  { out, provenance }: TriageOptions,
  replaces?: StoredCase,
): Promise<StoredCase> {
  const origin = from?.case.found ?? (index === undefined ? undefined : { ...provenance, index });
  const saved: Case = {
    comment: verdict.said,
    property,
    signature,
    expect: { [target.name]: 'violated' },
    ...(origin === undefined ? {} : { found: { ...origin, target: target.name, repeats: `${repeats.shown}/${repeats.runs}` } }),
    scenario,
  };
  return saveCase(join(out, kind, folderName(target.name)), saved, replaces);
}
