/** What becomes of a violation that is written down: confirmed by replay, made smaller, reported. */
import { plainnessOf } from '../cause/plainness.ts';
import { isExplained } from '../cause/trigger.ts';
import { usualForm } from '../cause/usual.ts';
import { writeCase } from '../cases/case-file.ts';
import { explain } from '../scenario/explain.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { retriesFor, shrink, SHRINK_DEFAULTS } from '../shrink/shrink.ts';
import { size } from '../shrink/size.ts';
import { accountOf } from './account.ts';
import { lookFurther, type More } from './look-further.ts';
import type { FoundTarget } from './find-target.ts';
import { confirm, MOST_RUNS, repeat, type Repeats, shows } from './confirm.ts';
import type { Size } from './event-parts.ts';
import type { Keeping, Violation } from './keep.ts';
import { type KnownBy, knownNotes } from './known-by.ts';
import type { Lab } from './lab.ts';
import { keepAndTell, naming, notKept, pathOf, type Scribe } from './write-down.ts';

export interface Desk extends Scribe {
  /** For replays beside the flow of scenarios. */
  lab(): Promise<Lab>;
  /** When aborted, the lab is closed as well. */
  signal: AbortSignal;
  /** All of the campaign. */
  targets: readonly FoundTarget[];
}

/** A violation that was replayed. `known`: the case of the corpus that says that this target shows this. */
export interface Settled {
  kind: 'failure' | 'known' | 'flaky' | 'unconfirmed';
  /** Without what was unusual about it, where it shows so as well. */
  violation: Violation;
  /** Its scenario as it came up. */
  found: Scenario;
  /** By what it is known. */
  by?: KnownBy;
  /** Id of the case that was told of it before, and needs more than this one. */
  insteadOf?: string;
  repeats: Repeats;
  keeping: Keeping;
  /** What a replay took, ms. */
  msEach: number;
}

/** Less often than one in five, too many candidates that fail would be taken for ones that do not: the evidence is kept as it is. */
const LEAST_TO_SHRINK = 0.2;

/**
 * Replays it, unless `before` says how often it has shown. `unconfirmed`: the campaign was ended before it showed again. Says so where it
 * never did; but what the kernel has seen of a forged record is no less certain for that, since an init may forge one in a thousand.
 */
export async function settle(violation: Violation, keeping: Keeping, known: boolean, desk: Desk, before?: Repeats): Promise<Settled> {
  const { scenario, target, signature } = violation;
  const began = performance.now();
  const repeats = before ?? (await confirm(await desk.lab(), scenario, target, signature, known));
  const rest = { violation, found: scenario, repeats, msEach: (performance.now() - began) / Math.max(1, repeats.runs) };
  if (repeats.shown > 0 || (violation.kind === 'tampered' && !desk.signal.aborted)) {
    if (known) return { ...rest, kind: 'known', keeping };
    return { ...rest, kind: 'failure', keeping: await keepAndTell(violation, 'found', repeats, desk, keeping) };
  }
  if (desk.signal.aborted) return { ...rest, kind: 'unconfirmed', keeping };
  return { ...rest, kind: 'flaky', keeping: known ? keeping : await setApart(violation, keeping, repeats, desk) };
}

/**
 * Settles the violation without all that is unusual about it, if it shows so each time: its plainest case, which takes the place of `keeping`.
 * Undefined where it does not. That takes one run mostly. Of a forged record one run says too little.
 */
export async function settlePlain(violation: Violation, keeping: Keeping, desk: Desk): Promise<Settled | undefined> {
  const { target, signature, kind, behind } = violation;
  const scenario = usualForm(violation.scenario);
  // What a known case explains would be that case.
  if (kind === 'tampered' || scenario === undefined || isExplained(scenario, behind?.triggers ?? [])) return undefined;
  const lab = await desk.lab();
  if (!(await shows(lab, scenario, target, signature))) return undefined;
  const began = performance.now();
  const repeats = await confirm(lab, scenario, target, signature);
  if (repeats.shown === 0 || repeats.shown < repeats.runs) return undefined;
  const plainer = { ...violation, scenario };
  const settled = { violation: plainer, found: violation.scenario, repeats, msEach: (performance.now() - began) / repeats.runs };
  return { ...settled, kind: 'failure', keeping: await keepAndTell(plainer, 'found', repeats, desk, keeping) };
}

async function setApart(violation: Violation, before: Keeping, repeats: Repeats, desk: Desk): Promise<Keeping> {
  const keeping = await keepAndTell(violation, 'flaky', repeats, desk, before);
  const about = { ms: desk.elapsed(), ...naming(violation), case: pathOf(keeping), ...notKept(keeping) };
  desk.emit({ type: 'flaky', ...about, repeats: [0, repeats.runs] });
  return keeping;
}

interface Result extends Pick<Settled, 'keeping' | 'repeats'> {
  scenario: Scenario;
  tries: number;
  /** Whether the time was over before it was as small as it gets. */
  cut: boolean;
}

/**
 * Makes a failure smaller, in `ms` at most with the replays of what is kept (undefined: it is to stay as it is), and tells of it. `cut`:
 * the time was over before it was as small as it gets.
 */
export async function conclude(settled: Settled, ms: number | undefined, desk: Desk): Promise<Pick<Result, 'keeping' | 'cut'>> {
  const { violation, repeats, keeping, msEach } = settled;
  const wanted = ms !== undefined && settled.kind === 'failure' && repeats.shown / repeats.runs >= LEAST_TO_SHRINK;
  const shrinkMs = (ms ?? 0) - msEach * MOST_RUNS;
  const has = shrinkMs > 0 && !desk.signal.aborted;
  const asItIs = { keeping, scenario: violation.scenario, repeats, tries: 0, cut: wanted };
  const result = wanted && has ? await makeSmaller(settled, shrinkMs, desk) : asItIs;
  report(settled, result, await further(settled, result.scenario, desk), desk);
  return result;
}

/** Of what is new; an init that writes its own record is not asked. */
const further = async ({ kind, violation }: Settled, scenario: Scenario, { lab, signal, targets }: Desk): Promise<More> =>
  kind === 'failure' && violation.kind === 'violated' && !signal.aborted ? lookFurther(await lab(), scenario, violation, targets) : {};

/** Shrinks, saves each smaller one, and keeps the smallest unless it shows much less often than the one before. */
async function makeSmaller({ violation, repeats: first, keeping: start }: Settled, ms: number, desk: Desk): Promise<Result> {
  const { target, signature } = violation;
  const lab = await desk.lab();
  let saving = Promise.resolve(start);
  const saveSmaller = (scenario: Scenario): void => {
    saving = saving.then((before) => keepAndTell({ ...violation, scenario }, 'found', first, desk, before));
  };
  const retries = retriesFor(first.shown, first.runs);
  const options = { ...SHRINK_DEFAULTS, ms, retries, onSmaller: saveSmaller, signal: desk.signal };
  // A smaller one that a known case explains would be that case.
  const { triggers = [] } = violation.behind ?? {};
  const fails = async (scenario: Scenario): Promise<boolean> =>
    !isExplained(scenario, triggers) && (await shows(lab, scenario, target, signature));
  const shrunk = await shrink(violation.scenario, fails, options);
  const before = await saving;
  const last = await repeat(lab, shrunk.scenario, target, signature, MOST_RUNS);
  const [scenario, repeats] = better(violation.scenario, first, shrunk.scenario, last);
  const best = { ...violation, ...repeats.fault, scenario };
  const cut = shrunk.ended === 'time' || shrunk.ended === 'interrupted';
  return { keeping: await keepAndTell(best, 'found', repeats, desk, before), scenario, repeats, tries: shrunk.tries, cut };
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

function report({ by, violation, found, insteadOf }: Settled, { keeping, scenario, repeats, tries }: Result, more: More, desk: Desk): void {
  const { fault = violation, examined } = repeats;
  desk.emit({
    type: 'failure',
    ms: desk.elapsed(),
    ...naming({ ...violation, ...fault }),
    case: pathOf(keeping),
    id: keeping.stored.id,
    ...knownNotes(by),
    ...(violation.behind === undefined ? {} : { behind: violation.behind.id }),
    ...(insteadOf === undefined ? {} : { insteadOf }),
    ...plainnessOf(scenario),
    repeats: [repeats.shown, repeats.runs],
    ...(violation.index === undefined || violation.guided === true ? {} : { index: violation.index }),
    ...(violation.from === undefined ? {} : { from: violation.from.path }),
    found: sizeOf(found),
    smallest: sizeOf(scenario),
    tries,
    ...more,
    ...notKept(keeping),
    scenario: explain(scenario),
    yaml: writeCase(keeping.stored.case),
    ...(examined === undefined ? { story: [], stderr: [] } : accountOf(examined, fault)),
  });
}
