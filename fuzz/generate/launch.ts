/** How the init is launched. */
import type { Random } from 'fast-check';
import type { Early, Launch, LimitName, StandardDescriptor } from '../scenario/scenario.ts';
import { defaultAction, type SignalName, signalNumber } from '../scenario/signals.ts';
import { chance, choices, choose, oneOf, within } from './draw.ts';
import type { Leaning } from './leaning.ts';
import { CATCHABLE, drawCatchable } from './signals.ts';
import { drawText } from './text.ts';
import { WEIGHTS } from './weights.ts';

const OF = WEIGHTS.launch;
const COMMAND = choices(WEIGHTS.command);
const DIRECTORY = choices(WEIGHTS.directory);
const INHERITED = choices(OF.inherited);

const FULL = choices(WEIGHTS.full);
const LIMITS = Object.keys(WEIGHTS.limits) as LimitName[];

/** All combinations but none. */
const CLOSED: readonly StandardDescriptor[][] = [
  ['stdin'],
  ['stdout'],
  ['stderr'],
  ['stdin', 'stdout'],
  ['stdin', 'stderr'],
  ['stdout', 'stderr'],
  ['stdin', 'stdout', 'stderr'],
];
/** The first free one, its neighbour, one of two digits, and the last that is looked at. */
const OPEN = [3, 4, 10, 63] as const;
const VARIABLES = ['A', 'LANG', 'TINI_SUBREAPER', 'PATH_', 'x'] as const;

/** A launch; `{}` in most draws. */
export function drawLaunch(random: Random, leaning: Leaning): Launch {
  const launch: Launch = {};
  if (chance(random, OF.commandPercent)) launch.command = choose(random, COMMAND);
  if (chance(random, OF.argsPercent)) launch.args = Array.from({ length: within(random, OF.args) }, () => drawText(random));
  if (chance(random, OF.envPercent)) launch.env = drawEnv(random);
  if (chance(random, OF.blockedPercent)) launch.blocked = drawInherited(random, leaning);
  if (chance(random, OF.ignoredPercent)) launch.ignored = drawInherited(random, leaning);
  if (chance(random, OF.closedPercent)) launch.closed = [...oneOf(random, CLOSED)];
  if (chance(random, OF.openPercent)) launch.open = drawOpen(random);
  if (chance(random, OF.directoryPercent)) launch.directory = choose(random, DIRECTORY);
  if (chance(random, OF.umaskPercent)) launch.umask = oneOf(random, WEIGHTS.umasks);
  if (chance(random, OF.nicePercent)) launch.nice = oneOf(random, WEIGHTS.nices);
  if (chance(random, OF.noNewPrivsPercent)) launch.noNewPrivs = true;
  if (chance(random, OF.terminalPercent)) addTerminal(random, launch);
  if (chance(random, OF.userPercent)) launch.user = oneOf(random, WEIGHTS.users);
  else if (chance(random, OF.capabilitiesPercent)) launch.capabilities = 'none';
  if (chance(random, OF.procPercent)) launch.proc = 'none';
  // With no process left there is no room anyway.
  if (launch.command === undefined && chance(random, OF.pidsLimitPercent)) launch.pidsLimit = within(random, OF.pidsLimit);
  if (chance(random, OF.limitsPercent)) launch.limits = drawLimits(random);
  // Every init says why its command cannot be started, and waits where nobody reads that: one cause, which would hide others.
  if (launch.command === undefined && chance(random, OF.fullPercent)) addFull(random, launch);
  // What such a signal does to a command that cannot be started is anybody's guess.
  if (launch.command === undefined && chance(random, OF.earlyPercent)) addEarly(random, leaning, launch);
  if (launch.blocked !== undefined && chance(random, OF.pendingPercent)) launch.pending = drawPending(random, launch.blocked);
  return launch;
}

/** Inits know it by their stdin. */
function addTerminal(random: Random, launch: Launch): void {
  if (launch.closed?.includes('stdin') === true) return;
  launch.terminal = 'controlling';
  if (chance(random, OF.tostopPercent)) launch.tostop = true;
}

function drawLimits(random: Random): NonNullable<Launch['limits']> {
  const name = oneOf(random, LIMITS);
  return { [name]: oneOf<number>(random, WEIGHTS.limits[name]) };
}

/** Closed descriptors are not full. */
function addFull(random: Random, launch: Launch): void {
  const which = choose(random, FULL);
  const full = (which === 'both' ? (['stdout', 'stderr'] as const) : [which]).filter((name) => launch.closed?.includes(name) !== true);
  if (full.length > 0) launch.full = full;
}

/** None that stops: a child that is stopped before it has started says nothing for two seconds, and of the run nothing can be said. */
function addEarly(random: Random, leaning: Leaning, launch: Launch): void {
  const early: Early[] = [];
  for (let n = within(random, OF.early); n > 0; n--) {
    const signal = drawCatchable(random, leaning);
    if (defaultAction(signalNumber(signal)) === 'stop') continue;
    early.push({ signal, us: within(random, oneOf(random, OF.earlyUs)) });
    if (chance(random, OF.earlyBlockedPercent)) launch.blocked = [...new Set([...(launch.blocked ?? []), signal])];
  }
  if (early.length > 0) launch.early = early;
}

function drawPending(random: Random, blocked: readonly SignalName[]): SignalName[] {
  const pending = new Set<SignalName>();
  for (let n = within(random, OF.env); n > 0; n--) pending.add(oneOf(random, blocked));
  return [...pending];
}

function drawEnv(random: Random): Record<string, string> {
  const env: Record<string, string> = {};
  for (let n = within(random, OF.env); n > 0; n--) env[oneOf(random, VARIABLES)] = drawText(random);
  return env;
}

function drawInherited(random: Random, leaning: Leaning): SignalName[] {
  const how = choose(random, INHERITED);
  if (how === 'all') return [...CATCHABLE];
  const count = how === 'one' ? 1 : within(random, OF[how]);
  const signals = new Set<SignalName>();
  for (let n = 0; n < count; n++) signals.add(n === 0 ? drawCatchable(random, leaning) : oneOf(random, CATCHABLE));
  return [...signals];
}

function drawOpen(random: Random): number[] {
  const open = new Set<number>();
  for (let n = within(random, OF.open); n > 0; n--) open.add(chance(random, 80) ? oneOf(random, OPEN) : random.nextInt(3, 63));
  return [...open].sort((a, b) => a - b);
}
