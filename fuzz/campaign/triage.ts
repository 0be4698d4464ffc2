/** What becomes of a violation: written down at once, confirmed by replay, made smaller, reported. */
import type { StoredCase } from '../cases/store.ts';
import { explain } from '../scenario/explain.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { retriesFor, shrink, SHRINK_DEFAULTS } from '../shrink/shrink.ts';
import { size } from '../shrink/size.ts';
import { confirm, MOST_RUNS, repeat, type Repeats, shows } from './confirm.ts';
import type { CampaignEventBody, Size } from './events.ts';
import { keep, type Shelf, type Violation } from './keep.ts';
import type { Lab } from './lab.ts';
import { tellStory } from './story.ts';

export interface Desk extends Shelf {
  /** For replays beside the flow of scenarios. */
  lab(): Promise<Lab>;
  emit(event: CampaignEventBody): void;
  elapsed(): number;
  /** When aborted, the lab is closed as well. */
  signal: AbortSignal;
}

/** A violation that was replayed. `known`: the case of the corpus that says that this target shows this. */
export interface Settled {
  kind: 'failure' | 'known' | 'flaky' | 'unconfirmed';
  violation: Violation;
  repeats: Repeats;
  stored: StoredCase;
  /** What a replay took, ms. */
  msEach: number;
}

/** Less often than one in five, too many candidates that fail would be taken for ones that do not: the evidence is kept as it is. */
const LEAST_TO_SHRINK = 0.2;

const naming = ({ target, property, signature, said }: Violation) => ({ target: target.name, property, signature, said });

/** Writes a violation down, and tells of it, before anything else is done with it. */
export async function writeDown(violation: Violation, desk: Desk): Promise<StoredCase> {
  const stored = await keep(violation, 'found', { shown: 0, runs: 0 }, desk);
  desk.emit({ type: 'found', ms: desk.elapsed(), ...naming(violation), case: stored.path });
  return stored;
}

/**
 * Replays it. `unconfirmed`: the campaign was ended before it showed again. Tells of it where it never did; but what the kernel has seen of
 * a forged record is no less certain for that, since an init may forge one in a thousand.
 */
export async function settle(violation: Violation, stored: StoredCase, known: boolean, desk: Desk): Promise<Settled> {
  const { scenario, target, signature } = violation;
  const lab = await desk.lab();
  const began = performance.now();
  const repeats = await confirm(lab, scenario, target, signature, known);
  const rest = { violation, repeats, msEach: (performance.now() - began) / Math.max(1, repeats.runs) };
  if (repeats.shown > 0 || (violation.kind === 'tampered' && !desk.signal.aborted)) {
    if (known) return { ...rest, kind: 'known', stored };
    return { ...rest, kind: 'failure', stored: await keep(violation, 'found', repeats, desk, stored) };
  }
  if (desk.signal.aborted) return { ...rest, kind: 'unconfirmed', stored };
  return { ...rest, kind: 'flaky', stored: known ? stored : await setApart(violation, stored, repeats, desk) };
}

async function setApart(violation: Violation, stored: StoredCase, repeats: Repeats, desk: Desk): Promise<StoredCase> {
  const kept = await keep(violation, 'flaky', repeats, desk, stored);
  desk.emit({ type: 'flaky', ms: desk.elapsed(), ...naming(violation), case: kept.path, repeats: [0, repeats.runs] });
  return kept;
}

interface Result extends Pick<Settled, 'stored' | 'repeats'> {
  scenario: Scenario;
  tries: number;
}

/** Makes a failure smaller, in `ms` at most with the replays of what is kept (0: not at all), and tells of it. */
export async function conclude(settled: Settled, ms: number, desk: Desk): Promise<void> {
  const { violation, repeats, stored, msEach } = settled;
  const shrinkMs = ms - msEach * MOST_RUNS;
  const shrinks = shrinkMs > 0 && settled.kind === 'failure' && repeats.shown / repeats.runs >= LEAST_TO_SHRINK && !desk.signal.aborted;
  const asItIs = { stored, scenario: violation.scenario, repeats, tries: 0 };
  report(settled, shrinks ? await makeSmaller(settled, shrinkMs, desk) : asItIs, desk);
}

/** Shrinks, saves each smaller one, and keeps the smallest unless it shows much less often than the one before. */
async function makeSmaller({ violation, repeats: first, stored: start }: Settled, ms: number, desk: Desk): Promise<Result> {
  const { target, signature } = violation;
  const lab = await desk.lab();
  let stored = start;
  let saving: Promise<void> = Promise.resolve();
  const saveSmaller = (scenario: Scenario): void => {
    saving = saving.then(async () => {
      stored = await keep({ ...violation, scenario }, 'found', first, desk, stored);
    });
  };
  const retries = retriesFor(first.shown, first.runs);
  const options = { ...SHRINK_DEFAULTS, ms, retries, onSmaller: saveSmaller, signal: desk.signal };
  const shrunk = await shrink(violation.scenario, (scenario) => shows(lab, scenario, target, signature), options);
  await saving;
  const last = await repeat(lab, shrunk.scenario, target, signature, MOST_RUNS);
  const [scenario, repeats] = better(violation.scenario, first, shrunk.scenario, last);
  stored = await keep({ ...violation, ...repeats.fault, scenario }, 'found', repeats, desk, stored);
  return { stored, scenario, repeats, tries: shrunk.tries };
}

/** The smaller one, unless it shows much less often. One that could not be replayed any more showed when it was found. */
function better(scenario: Scenario, first: Repeats, smaller: Scenario, last: Repeats): [Scenario, Repeats] {
  if (last.runs < MOST_RUNS && last.shown === last.runs) return [smaller, last.runs === 0 ? first : last];
  return last.shown / last.runs < first.shown / first.runs / 2 ? [scenario, first] : [smaller, last];
}

const sizeOf = (scenario: Scenario): Size => {
  const [processes, steps] = size(scenario);
  return { steps, processes };
};

function report({ kind, violation }: Settled, { stored, scenario, repeats, tries }: Result, desk: Desk): void {
  const { fault = violation, examined } = repeats;
  desk.emit({
    type: 'failure',
    ms: desk.elapsed(),
    ...naming({ ...violation, ...fault }),
    case: stored.path,
    id: stored.id,
    known: kind === 'known',
    repeats: [repeats.shown, repeats.runs],
    ...(violation.index === undefined || violation.guided === true ? {} : { index: violation.index }),
    ...(violation.from === undefined ? {} : { from: violation.from.path }),
    found: sizeOf(violation.scenario),
    smallest: sizeOf(scenario),
    tries,
    scenario: explain(scenario),
    story: examined === undefined ? [] : tellStory(examined.program, examined.trace, fault.event),
  });
}
