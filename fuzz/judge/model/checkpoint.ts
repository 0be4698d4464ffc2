/** What the model expects when a batch of ops has settled. */
import { isRealTime, SIGCHLD, SIGCONT } from '../../scenario/signals.ts';
import { INIT } from '../../trace/trace.ts';
import { exitCodeOf } from './exit-code.ts';
import type { End, Hit, Process, Sender, World } from './world.ts';
import { at, isHalted, isHeld, mayBeDiscarded } from './world.ts';

/** Bits of a process's state: those that it may be in, where there are several. */
export const LIFE = { unborn: 1, live: 2, zombie: 4, gone: 8 } as const;
export const ANY_LIFE = 15;
/** Further bits: it is stopped; the init is its parent; its state came about by what the init sent in this batch. */
export const STOPPED = 16;
export const ADOPTED = 32;
export const BY_INIT = 64;

/** How often a process has seen a signal from a sender in this batch. */
export interface Range {
  slot: number;
  signal: number;
  sender: Sender;
  min: number;
  max: number;
}

export interface Checkpoint {
  /** Index of the settled op; -1 for a start without one. */
  op: number;
  /** The start is part of it. */
  starts: boolean;
  /** By slot: the bits above. One array and not four: there is one for each settled op of each run. */
  states: readonly number[];
  ranges: readonly Range[];
  /** The terminal, where there is one: the group in its foreground, and bytes that can be read. */
  terminal: { foreground: number; input: number } | undefined;
  init: 'running' | 'frozen' | 'leaves';
  /** Where the init leaves: how the main child may have ended; empty where its command could not be started. */
  ends: End[];
  /** Where it leaves by dying of a signal, which PID 1 does not: which. */
  killed: number | undefined;
  /** Of the start: the codes with which the init may have left by then, with its child, though the model goes on with both alive. */
  mayExit: number[];
  /** Signals come in order of number: several were handed to the init at once, and nothing else happened. */
  ordered: boolean;
}

const NONE: number[] = [];

/** Called when a batch has settled: ends what ends after a while has been ended by the caller. */
export function checkpoint(world: World, op: number, how: 'start' | 'ordered' | 'unordered'): Checkpoint {
  if (world.obeyed && world.resumed > 1) world.racing = true;
  const point: Checkpoint = {
    op,
    starts: how === 'start',
    states: world.processes.map((process) => allowedState(world, process)),
    ranges: rangesOf(world),
    terminal: world.terminal?.hungUp === false ? { foreground: world.terminal.foreground, input: sum(world.terminal.lines) } : undefined,
    init: world.due ? 'leaves' : world.init.frozen ? 'frozen' : 'running',
    ends: world.due && world.killed === undefined ? endsOf(world, at(world, 0)) : [],
    killed: world.killed,
    mayExit: how === 'start' ? world.mayEnd.map((how) => exitCodeOf(how, world.contract)) : NONE,
    ordered: how === 'ordered',
  };
  if (world.racing && world.forwarded && world.obeyed)
    world.unsure ??= 'an actor that went on did what it was told while the init forwarded';
  return point;
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

/** One signal alone may have been lost while the init started, or discarded on its way, by another to the init that this does not forward. */
function races(world: World, { hits }: Process): boolean {
  if (hits.length > 1) return world.racing || manySenders(hits);
  return hits.some(({ signal, mayBeLost }) => mayBeLost || mayBeDiscarded(world, signal));
}

/** The same standard signal from two senders may merge, whatever else happens; and where one ends or stops, it is open whose comes first. */
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
  if (mayBeDiscarded(world, SIGCONT) && (isHalted(process) || process.stoppedBefore)) {
    world.unsure ??= 'a stop and a SIGCONT were sent at the same time';
  }
  for (let index = 0; index < hits.length; index++) {
    const hit = hits[index] as Hit;
    if (!hit.recorded || hit.signal === SIGCHLD || firstAlike(hits, hit) !== index) continue;
    const [min, max] = bounds(world, process, hit, racing);
    ranges.push({ slot: process.slot, signal: hit.signal, sender: hit.sender, min, max });
  }
  return ranges;
}

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
