/** A trace's verdicts: each property in turn, each of its violations, with what the target declares of that. */
import type { Program } from '../compile/program.ts';
import { signalNumber } from '../scenario/signals.ts';
import { type Bound, BOUNDS, type Trace } from '../trace/trace.ts';
import type { Deviation, Target } from './contract.ts';
import { tamperedJudgements } from './fault.ts';
import { follow } from './follow.ts';
import { keptBack } from './kept-back.ts';
import type { Property, Run } from './property.ts';
import type { Verdict } from './verdict.ts';

/** One of a property's: of several violations in one run each has its own (`mostTelling` is the one that stands for all). */
export interface Judgement {
  property: string;
  verdict: Verdict;
  /** Of a violated, expected or tampered verdict; of the last, that of the first way. */
  signature: string | undefined;
}

/**
 * Judges one run; whether its record was tampered with goes before all else. `unexplained`: differences between model and trace that none
 * of all properties names, in words: a fault of ours, which the caller reports as a harness error. `properties` may be a choice; `all` is
 * what may explain a difference.
 */
export function judge(
  program: Program,
  trace: Trace,
  target: Target,
  properties: readonly Property[],
  all: readonly Property[] = properties,
): { judgements: Judgement[]; unexplained: string[] } {
  const tampered = tamperedJudgements(properties, trace);
  if (tampered !== undefined) return { judgements: tampered, unexplained: [] };
  const mistaken = mistakenFor(program, trace, target) ?? beforeReady(program);
  if (mistaken !== undefined) return { judgements: properties.map(({ id }) => inconclusive(id, mistaken)), unexplained: [] };
  if (trace.bound === 'threads') return { judgements: properties.map(notApplicable), unexplained: [] };
  const { contract, prediction, comparison } = follow(program, trace, target.contract, forwardingTargets(program, target));
  const run: Run = {
    program,
    trace,
    contract,
    prediction,
    comparison,
    ...(target.profile === undefined ? {} : { profile: target.profile }),
  };
  const unsure = isOfOwnTerminal(run) ? OWN_TERMINAL : isForWantOfRoom(run) ? OWN_PROCESSES : undefined;
  if (unsure !== undefined) return { judgements: properties.map(({ id }) => inconclusive(id, unsure)), unexplained: [] };
  const judgements = properties.flatMap((property) => judgementsOf(property, run, target.deviations));
  const named = comparison.differences.some((d) => all.some((property) => applies(property, run) && property.names.includes(d.kind)));
  const unexplained = named
    ? []
    : comparison.differences.map((d) => `op ${d.op}: ${d.kind}, slot ${d.slot}, signal ${d.signal}: ${d.got}, but should ${d.expected}`);
  return { judgements, unexplained };
}

/** What is the init's is told as 1, also where it is not PID 1. */
const INIT = 1;
const OWN_TERMINAL = 'the init has made a terminal for its child, and that has sent signals';
/** What the kernel sends to a session where its terminal hangs up, as it does when its leader ends (setsid(2), tty(4)). */
const OF_HANG_UP = (['SIGHUP', 'SIGCONT'] as const).map(signalNumber);

/**
 * Whether all that differs is what a terminal that the init has made for its child may do: another session than the init's can have
 * one (unbuffer(1), script(1)), and a scenario without a terminal has no other.
 */
function isOfOwnTerminal({ program: { launch }, trace: { start }, comparison: { differences } }: Run): boolean {
  const hasOwn = launch.terminal === undefined && start !== undefined && start.sid !== INIT;
  return (
    hasOwn && differences.length > 0 && differences.every(({ kind, signal }) => kind === 'other-signal' && OF_HANG_UP.includes(signal))
  );
}

const OWN_PROCESSES = 'processes that the init has for itself may take room of the limit of processes';

/** Whether all that differs is who has started under a limit of processes: an init may have some of its own (fakeroot(1)). */
const isForWantOfRoom = ({ program: { launch }, comparison: { differences } }: Run): boolean =>
  launch.pidsLimit !== undefined && differences.length > 0 && differences.every(({ kind }) => kind === 'other-life');

/** The limit of processes counts the init's own threads as well: who has room is nothing that a model can say. */
const notApplicable = ({ id }: Property): Judgement => ({ property: id, verdict: { kind: 'not-applicable' }, signature: undefined });

/** Whether it says something of such a PID 1. */
const applies = ({ ofInits }: Property, { contract }: Pick<Run, 'contract'>): boolean =>
  contract.becomes !== 'command' || ofInits === undefined;

const inconclusive = (property: string, why: string): Judgement => ({
  property,
  verdict: { kind: 'inconclusive', why },
  signature: undefined,
});

/** Why a run cannot be judged by the contract: it is of another kind of program than what has run. */
function mistakenFor({ launch, ops }: Program, { events, start }: Trace, { contract }: Target): string | undefined {
  // From its exec on the command would be held by the same tracer, and stopped by each signal.
  if (contract.becomes === 'command' && ops.some(({ op }) => op === 'at')) return 'what becomes the command was held on its way there';
  // It may have no room for its command, which never starts then.
  if (contract.starts === 'again' && launch.pidsLimit !== undefined)
    return 'processes that a supervisor has for itself take room of the limit of processes';
  const main = events.find((event) => event.kind === 'started' && event.slot === 0);
  if (main?.kind !== 'started') return undefined;
  if (contract.starts === 'never') return 'it has started a command, and the contract says `starts: never`';
  // The parent of what was started is outside, told as 0; of a child the init is, told as 1.
  if (launch.pidsLimit !== undefined && changesUser(contract) && start?.user !== (launch.user ?? 0))
    return 'the command runs as another user, for whom the limit of processes is another one';
  // Of one whose makers say what it is that is a violation (`becomes-command`).
  if (main.ppid === 0 && contract.becomes !== 'command' && contract.open !== undefined)
    return 'the init has become the command: its contract should say `becomes: command`';
  return main.ppid === 1 && contract.becomes === 'command'
    ? 'the command was started as a child, and the contract says `becomes: command`'
    : undefined;
}

const changesUser = ({ becomes, child }: Target['contract']): boolean => becomes === 'command' || child.user !== undefined;

/** Why a run says nothing of an init that is ready only after a while: what came before that may do anything to it. */
function beforeReady({ launch: { pending = [], early = [] }, setting, ops: [first] }: Program): string | undefined {
  const some = pending.length > 0 || early.length > 0 || first?.op === 'at';
  return some && setting?.ready !== undefined
    ? 'it is not ready at once, by its target file, and something came while it started'
    : undefined;
}

/** The init may signal its child; where it forwards to the group, also those that may be in it. */
function forwardingTargets(program: Program, target: Target): (slot: number) => boolean {
  if (target.contract.to === 'child') return (slot) => slot === 0;
  return (slot) => slot === 0 || inMainsGroup(program, slot);
}

function inMainsGroup(program: Program, slot: number): boolean {
  if (slot <= 0) return slot === 0;
  const spec = program.processes[slot];
  if (spec === undefined || spec.session === 'own' || spec.intermediate || spec.group === 'own') return false;
  return inMainsGroup(program, typeof spec.group === 'number' ? spec.group : spec.parent);
}

/**
 * Whether what was seen before a bound can hold. Not where there was more than is kept, or the run had more than it may have: an init can
 * bring that about, and would choose the moment from which it is not looked at. Which property forgets a bound is hence all the same.
 */
const HOLDS_AT: Record<Bound, boolean> = {
  time: true,
  busy: true,
  events: false,
  output: false,
  processes: false,
  memory: false,
  threads: true,
  commands: false,
  unavailable: true,
  unreached: true,
  unready: false,
};

function atBound(verdict: Verdict, bound: Bound | undefined): Verdict {
  if (verdict.kind !== 'holds' || bound === undefined || HOLDS_AT[bound]) return verdict;
  return { kind: 'inconclusive', why: BOUNDS[bound] };
}

/** One judgement, or one for each cause that its violations have. */
function judgementsOf(property: Property, run: Run, deviations: readonly Deviation[]): Judgement[] {
  if (!applies(property, run))
    return [{ property: property.id, verdict: { kind: 'not-applicable', why: property.ofInits ?? '' }, signature: undefined }];
  if (run.comparison.differences.some(({ kind }) => kind === 'becomes-command' && !property.names.includes(kind)))
    return [inconclusive(property.id, 'the init has become the command, so that there is none any more')];
  const judged = property.judge(run);
  const verdicts = 'kind' in judged ? [judged] : judged;
  const all = verdicts.map((verdict) => judgement(property, atBound(verdict, run.trace.bound), run, deviations));
  const first = new Map(all.map((one) => [one.signature, one]).reverse() as [string | undefined, Judgement][]);
  return all.filter((one) => first.get(one.signature) === one);
}

/** What a target declares takes away the violation with that signature, and no other. */
function judgement({ id: property }: Property, verdict: Verdict, { program }: Run, deviations: readonly Deviation[]): Judgement {
  const kept = verdict.kind === 'holds' ? keptBack(property, program, deviations) : undefined;
  if (kept !== undefined) return { property, verdict: { kind: 'expected', ...kept }, signature: kept.signature };
  if (verdict.kind !== 'violated') return { property, verdict, signature: undefined };
  const signature = `${property}/${verdict.what}${verdict.detail === undefined ? '' : `:${verdict.detail}`}`;
  const declared = deviations.find((d) => declares(d, property, signature));
  const reason = declared?.reason ?? verdict.usual;
  if (reason === undefined) return { property, verdict, signature };
  return { property, verdict: { kind: 'expected', reason, signature }, signature };
}

/** One that keeps signals back is of those alone (`kept-back.ts`). */
const declares = ({ property, signature: start, keeps }: Deviation, id: string, signature: string): boolean =>
  property === id && keeps === undefined && (start === undefined || signature.startsWith(start));
