/** What happens while the init is held at a system call. */
import type { Random } from 'fast-check';
import type { Actor, HeldStep } from '../scenario/scenario.ts';
import { defaultAction, type SignalName, signalNumber } from '../scenario/signals.ts';
import { chance, choices, choose, oneOf, within } from './draw.ts';
import { CATCHABLE, drawAnySignal } from './signals.ts';
import { WEIGHTS } from './weights.ts';

const OF = WEIGHTS.placing;
const HAPPENING = choices(OF.happening);

export interface Happening {
  steps: HeldStep[];
  /** Further actors, which these make. */
  actors: Readonly<Record<string, Actor>>;
  /** Main is told to end: it is not there for the steps that would follow. */
  ends: boolean;
}

/** Names of actors. `there`: those that are there when the window opens, or begin in it; `stays`: those of them that do not end in it. */
export interface Cast {
  there: readonly string[];
  stays: readonly string[];
}

/**
 * `starting`: in the course of the start. What only whoever is there can do, and can be done to, is done by and to those: without anybody
 * it comes from outside.
 */
export function drawHappening(random: Random, cast: Cast, starting: boolean): Happening {
  const drawn = choose(random, HAPPENING);
  const kind = NEEDS[drawn](cast) && !(starting && OPEN_IN_START.includes(drawn)) ? drawn : 'signals';
  return { actors: {}, ends: ENDING.includes(kind), ...HAPPENINGS[kind](random, cast) };
}

type Kind = keyof typeof OF.happening;

const mainIsThere = ({ there }: Cast): boolean => there.includes('main');
const somebodyIsThere = ({ there }: Cast): boolean => there.length > 0;
const somebodyStays = ({ stays }: Cast): boolean => stays.length > 0;

const NEEDS: Readonly<Record<Kind, (cast: Cast) => boolean>> = {
  signals: () => true,
  inside: somebodyStays,
  main: mainIsThere,
  other: somebodyIsThere,
  both: mainIsThere,
  all: mainIsThere,
  stop: somebodyStays,
  taken: somebodyStays,
};

/** Of these little can be said in a start, where main may be ended by what comes to the init. */
const OPEN_IN_START: readonly Kind[] = ['stop', 'taken'];

const ENDING: readonly Kind[] = ['main', 'both', 'all'];

type Draw = (random: Random, cast: Cast) => { steps: HeldStep[]; actors?: Record<string, Actor> };

/** Of a stop that comes in a race little can be said: a placement has few. */
function drawHeldSignal(random: Random): SignalName {
  const drawn = drawAnySignal(random);
  const isOpen = defaultAction(signalNumber(drawn)) === 'stop' && !chance(random, OF.stopSignalPercent);
  return isOpen || !CATCHABLE.includes(drawn) ? 'SIGTERM' : drawn;
}

const signal = (random: Random, sender: { from?: string } = {}): HeldStep => ({
  signal: { signal: drawHeldSignal(random), to: 'init', ...sender },
});
const signals = (random: Random, sender?: { from: string }): HeldStep[] =>
  Array.from({ length: within(random, OF.signals) }, () => signal(random, sender));
/** Of main one alone: what is forwarded may end it, and a second one would come from nobody. */
const inside = (random: Random, from: string): HeldStep[] => (from === 'main' ? [signal(random, { from })] : signals(random, { from }));
const end = (random: Random, actor: string): HeldStep =>
  chance(random, 50) ? { exit: { actor, code: random.nextInt(0, 255) } } : { die: { actor, signal: 'SIGKILL' } };
const stops = (actor: string, goesOn: boolean): HeldStep[] => [{ stop: actor }, ...(goesOn ? [{ continue: actor }] : [])];

const HAPPENINGS: Readonly<Record<Kind, Draw>> = {
  signals: (random) => ({ steps: signals(random) }),
  inside: (random, { stays }) => ({ steps: inside(random, oneOf(random, stays)) }),
  main: (random) => ({ steps: [end(random, 'main')] }),
  other: (random, { there }) => ({ steps: [end(random, oneOf(random, there))] }),
  both: (random) => ({ steps: chance(random, 50) ? [signal(random), end(random, 'main')] : [end(random, 'main'), signal(random)] }),
  all: (random, { there }) => ({ steps: [end(random, oneOf(random, there)), end(random, 'main')] }),
  stop: (random, { stays }) => ({ steps: stops(oneOf(random, stays), chance(random, 50)) }),
  taken: (random, { there, stays }) => ({
    actors: { taker: { parent: oneOf(random, stays), pid: { of: oneOf(random, there) }, on: { all: 'note' } } },
    steps: [{ fork: 'taker' }, signal(random)],
  }),
};
