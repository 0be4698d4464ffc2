/** What the model expects when a batch of ops has settled. */
import { isRealTime, SIGCHLD, SIGCONT, signalName } from '../../scenario/signals.ts';
import { INIT } from '../../trace/trace.ts';
import { ADOPTED, BY_INIT, LIFE, STOPPED } from '../life.ts';
import { codesUpon, stopUpon } from '../farewell.ts';
import { exitCodeOf } from './exit-code.ts';
import type { End, Hit, Process, Sender, World } from './world.ts';
import { at, isHalted, isHeld, mayBeDiscarded } from './world.ts';

/** How often a process has seen a signal from a sender in this batch. */
export interface Range {
  slot: number;
  signal: number;
  sender: Sender;
  min: number;
  max: number;
}

/** Somebody whom the init has to wait for, and who ends in this batch by reactions alone, of which each leaves a record; or lives on. */
export interface Leaving {
  slot: number;
  /** ms that it takes upon a signal; empty where it lives on. */
  upon: readonly { signal: number; delay: number }[];
  /** For how long, at most, ms. Absent: until it has ended. */
  grace?: number;
}

/** How often a process may get a signal that a key press has made, from whoever it is. */
export interface Once {
  slot: number;
  signal: number;
  max: number;
}

export interface Checkpoint {
  /** Index of the settled op; -1 for a start without one. */
  op: number;
  /** The start is part of it. */
  starts: boolean;
  /** By slot: bits of `life.ts`. One array and not four: there is one for each settled op of each run. */
  states: readonly number[];
  ranges: readonly Range[];
  /** The terminal, where there is one: the group in its foreground, and bytes that can be read. */
  terminal: { foreground: number; input: number } | undefined;
  init: 'running' | 'frozen' | 'leaves';
  /** Where the init leaves: how the main child may have ended; empty where its command could not be started. */
  ends: End[];
  /** Where it leaves by dying of a signal, which PID 1 does not: which. */
  killed: number | undefined;
  /** Where it leaves by contract though its child has not ended: upon which signal, and with which codes it may. */
  leftUpon: { signal: number; codes: readonly number[] } | undefined;
  /** Of the start: the codes with which the init may have left by then, with its child, though the model goes on with both alive. */
  mayExit: number[];
  /** Signals that the init took, by number. */
  taken: readonly number[];
  /** Where the init leaves: whose end it had to wait for, as far as the trace can tell of that. */
  leaving: readonly Leaving[];
  once: readonly Once[];
  /** Signals come in order of number: several were handed to the init at once, and nothing else happened. */
  ordered: boolean;
  /** The init may send a SIGCONT of its own beside what it passes on. */
  continues: boolean;
}

const NONE: number[] = [];
const NOBODY: readonly Leaving[] = [];

/** Called when a batch has settled: ends what ends after a while has been ended by the caller. */
export function checkpoint(world: World, op: number, how: 'start' | 'ordered' | 'unordered'): Checkpoint {
  if (world.obeyed && world.resumed > 1) world.racing = true;
  if (world.command && world.due && isEitherEnd(at(world, 0).hits)) world.unsure ??= 'main was killed while something else ended it';
  const point: Checkpoint = {
    op,
    starts: how === 'start',
    states: world.processes.map((process) => allowedState(world, process)),
    ranges: rangesOf(world),
    terminal: world.terminal?.hungUp === false ? { foreground: world.terminal.foreground, input: sum(world.terminal.lines) } : undefined,
    init: world.due ? 'leaves' : world.init.frozen ? 'frozen' : 'running',
    ends: endsWithMain(world) ? endsOf(world, at(world, 0)) : [],
    killed: world.killed,
    leftUpon: leftUpon(world),
    mayExit: how === 'start' ? world.mayEnd.map((how) => exitCodeOf(how, world.contract)) : NONE,
    taken: world.taken,
    leaving: world.command ? NOBODY : [...(endsWithMain(world) ? leavingOf(world) : NOBODY), ...seenOff(world)],
    // A key pressed before the child was there is the init's to pass on.
    once: how === 'start' ? [] : onceOf(world),
    ordered: how === 'ordered',
    continues: world.contract.open?.continues === true,
  };
  if (world.racing && world.forwarded && world.obeyed)
    world.unsure ??= 'an actor that went on did what it was told while the init forwarded';
  return point;
}

/** Whether it leaves since its child has ended, and not by itself. */
const endsWithMain = ({ due, killed, leftUpon: upon }: World): boolean => due && killed === undefined && upon === undefined;

function leftUpon({ leftUpon: signal, contract }: World): Checkpoint['leftUpon'] {
  return signal === undefined ? undefined : { signal, codes: codesUpon(contract, signalName(signal)) };
}

/** PID 1 tells of a death by a signal otherwise than by a code. */
const isEitherEnd = (hits: readonly Hit[]): boolean =>
  hits.some(({ ends }) => ends !== undefined && ends < 0) && hits.filter(({ ends }) => ends !== undefined).length > 1;

/** Main, and by contract all other children; only those whose end nothing else can have brought about. */
function leavingOf(world: World): Leaving[] {
  const awaited = world.processes.filter(({ slot, parent }) => slot === 0 || (world.contract.leaves === 'when-empty' && parent === INIT));
  return awaited.flatMap((process) => endingOf(world, process));
}

function endingOf(world: World, { slot, spec, lived, life, hits, armedBefore }: Process): Leaving[] {
  const ending = hits.filter(({ ends }) => ends !== undefined);
  const recorded = ending.every(({ recorded }) => recorded) && world.mayEnd.length === 0;
  if (!lived || armedBefore || life === 'live' || ending.length === 0 || !recorded) return [];
  return [{ slot, upon: ending.map(({ signal }) => ({ signal, delay: spec.delays[signal] ?? 0 })) }];
}

/**
 * Those for whom the init waits at its end, for a grace at most. That main outlives what stops it, only a clock ends. Where effects race it is
 * open who lives on; whoever has entered is nobody's child here, and what descends from it need not be.
 */
function seenOff(world: World): readonly Leaving[] {
  const { grace, leftUpon: signal, contract, processes } = world;
  if (grace === 0) return NOBODY;
  if (at(world, 0).life === 'live') {
    world.unsure ??= 'main lives on when the init stops, and is killed when its grace is over';
    return NOBODY;
  }
  if (world.racing || processes.some(({ spec, lived }) => spec.enters && lived)) return NOBODY;
  const all = signal === undefined || stopUpon(contract, signalName(signal))?.to === 'everybody';
  const awaited = processes.filter(({ slot }) => (slot === 0 ? signal !== undefined : all));
  return awaited.flatMap((process) =>
    process.life === 'live' ? [{ slot: process.slot, upon: [], grace }] : endingOf(world, process).map((one) => ({ ...one, grace })),
  );
}

/** Only of who may get one twice, in the contract's eyes by a fault of the init. */
function onceOf(world: World): Once[] {
  const { pressed } = world;
  if (pressed.length === 0) return [];
  const { slot, hits } = at(world, 0);
  return [...new Set(pressed)].map((signal) => ({
    slot,
    signal,
    max: hits.filter((hit) => hit.signal === signal).length - pressed.filter((one) => one === signal).length,
  }));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);

function allowedState(world: World, process: Process): number {
  let state = allowedLife(world, process);
  if (isHalted(process)) state |= STOPPED;
  if (process.parent === INIT) state |= ADOPTED;
  if (process.hits.some(isByInit)) state |= BY_INIT;
  return state;
}

const isByInit = (hit: Hit): boolean => hit.sender === 'init';

/**
 * In a race a zombie's parent may have reaped it before it ended itself, or left it to the init, which may be frozen. For an init that
 * ignores SIGCHLD the kernel reaps (wait(2), NOTES), even while it is frozen.
 */
function allowedLife(world: World, process: Process): number {
  const life = LIFE[process.life];
  if (process.unclear) return LIFE.zombie | LIFE.gone;
  if (process.life === 'zombie' && process.parent === INIT) return LIFE.zombie | LIFE.gone;
  const either = world.racing && (process.life === 'zombie' || (process.life === 'gone' && process.lived && world.init.frozen));
  return either ? LIFE.zombie | LIFE.gone : life;
}

/**
 * One signal alone may have been lost while the init started, or discarded on its way, by another to the init that this does not forward.
 */
function races(world: World, { hits }: Process): boolean {
  if (hits.length > 1) return world.racing || manySenders(hits);
  return hits.some(({ signal, mayBeLost }) => mayBeLost || mayBeDiscarded(world, signal));
}

/**
 * The same standard signal from two senders may merge, whatever else happens; and where one ends or stops, it is open whose comes first.
 */
function manySenders(hits: readonly Hit[]): boolean {
  return hits.some((a) =>
    hits.some((b) => b.sender !== a.sender && (a.ends !== undefined || a.stops || (b.signal === a.signal && !isRealTime(a.signal)))),
  );
}

/** In most batches nobody takes anything. */
const NO_RANGES: readonly Range[] = [];

function rangesOf(world: World): readonly Range[] {
  let ranges = NO_RANGES;
  for (const process of world.processes) {
    if (process.hits.length === 0) continue;
    const own = rangesOfProcess(world, process);
    ranges = ranges.length === 0 ? own : [...ranges, ...own];
  }
  return ranges;
}

function rangesOfProcess(world: World, process: Process): Range[] {
  const { hits } = process;
  const ranges: Range[] = [];
  const racing = races(world, process);
  if (racing && hits.some((hit) => hit.stops) && hits.some((hit) => !hit.stops)) {
    world.unsure ??= 'a process was stopped while something else happened to it';
  }
  const ends = hits.some((hit) => hit.ends !== undefined && mayBeDiscarded(world, hit.signal));
  if (ends || (mayBeDiscarded(world, SIGCONT) && (isHalted(process) || process.stoppedBefore))) {
    world.unsure ??= 'a stop and a SIGCONT were sent at the same time';
  }
  for (let index = 0; index < hits.length; index++) {
    const hit = hits[index] as Hit;
    if (!hit.recorded || hit.signal === SIGCHLD || firstAlike(hits, hit) !== index) continue;
    const [min, max] = bounds(world, process, hit, racing);
    ranges.push({ slot: process.slot, signal: hit.signal, sender: hit.sender, min, max: isSentTwice(world, process, hit) ? 2 * max : max });
  }
  return ranges;
}

/** To main, and to the group in which it is. */
const isSentTwice = ({ contract: { to } }: World, { slot, group }: Process, { sender }: Hit): boolean =>
  to === 'own-group' && slot === 0 && group === INIT && sender === 'init';

function firstAlike(hits: readonly Hit[], hit: Hit): number {
  let index = 0;
  while (!sameKind(hits[index] as Hit, hit)) index++;
  return index;
}

const sameKind = (a: Hit, b: Hit): boolean => a.signal === b.signal && a.sender === b.sender;

/** How often at least, and at most, the process takes signals of the kind of `hit`. Loops, since this runs for each signal of each run. */
function bounds(world: World, process: Process, hit: Hit, racing: boolean): [number, number] {
  let all = 0;
  let nominal = 0;
  let lost = 0;
  let alone = true;
  for (const other of process.hits) {
    if (other.signal !== hit.signal) continue;
    if (other.sender !== hit.sender) alone = false;
    else {
      all++;
      if (other.seen) nominal++;
      if (other.mayBeLost) lost++;
    }
  }
  // When the init leaves, the kernel kills everybody: others may not have come to take what they were sent.
  if (world.due && process.slot !== 0) return [0, all];
  // It has come before the child was ready; where that was ended by something else it need not.
  if (process.life === 'live' && process.hits.some((other) => other.certain && other.signal === hit.signal)) return [1, all];
  if (!racing) return [nominal, nominal];
  if (isHeld(process) || process.hits.some((other) => other.ends !== undefined)) return [0, all];
  if (isRealTime(hit.signal)) return [all - lost, all];
  return [all > lost && alone && !mayBeDiscarded(world, hit.signal) ? 1 : 0, all];
}

/** How a process that has ended may have ended. Of hits that raced any may have been the one. */
function endsOf(world: World, process: Process): End[] {
  const nominal = process.end === undefined ? [] : [process.end];
  if (!races(world, process)) return nominal;
  const ends = process.hits.flatMap((hit) => (hit.ends === undefined ? [] : [hit.ends]));
  return ends.length === 0 ? nominal : [...new Set([...ends, ...world.mayEnd])];
}
