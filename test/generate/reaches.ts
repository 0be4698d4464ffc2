/** What the generator must reach: each is what some faulty init needs to show. `least`: in 20,000 scenarios. */
import type { Actor, Launch, Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import { isRealTime, SIGNALS, type SignalName, signalNumber } from '../../fuzz/scenario/signals.ts';

export interface Reach {
  what: string;
  least: number;
  holds: (scenario: Scenario) => boolean;
}

type Send = Extract<Step, { signal: unknown }>['signal'];

const flat = (scenario: Scenario): Step[] => scenario.steps.flatMap((step) => ('together' in step ? step.together : [step]));
const sends = (scenario: Scenario): Send[] =>
  flat(scenario).flatMap((step) => ('signal' in step ? [step.signal] : 'queue' in step ? [step.queue] : []));
const toInit = (scenario: Scenario): Send[] => sends(scenario).filter(({ to }) => to === 'init');
const main = (scenario: Scenario): Actor => scenario.actors.main as Actor;
const others = (scenario: Scenario): Actor[] => Object.values(scenario.actors).slice(1);
const notesAll = (scenario: Scenario): boolean => main(scenario).on?.all === 'note';

function most(signals: readonly SignalName[]): number {
  const counts = new Map<string, number>();
  for (const signal of signals) counts.set(signal, (counts.get(signal) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

/** Steps that happen while the init is frozen. */
function whileFrozen(scenario: Scenario): Step[] {
  let frozen = false;
  return scenario.steps.flatMap((step): Step[] => {
    if ('freeze' in step || 'thaw' in step) frozen = 'freeze' in step;
    return !frozen ? [] : 'together' in step ? step.together : [step];
  });
}

const ends = (step: Step): string | undefined => ('exit' in step ? step.exit.actor : 'die' in step ? step.die.actor : undefined);
const indexOfEnd = (scenario: Scenario, name: string): number => flat(scenario).findIndex((step) => ends(step) === name);
const orphansDie = (scenario: Scenario): boolean =>
  Object.entries(scenario.actors).some(([name, { parent }]) => {
    const [own, parents] = [indexOfEnd(scenario, name), indexOfEnd(scenario, parent ?? 'main')];
    return parent !== 'main' && parents >= 0 && own > parents;
  });

/** Whether an actor for which `suits` holds has itself traced, and gets a signal then. */
function trapped({ steps }: Scenario, suits: (name: string, at: number) => boolean): boolean {
  return steps.some((step, at) => {
    if (!('traceme' in step) || !suits(step.traceme, at)) return false;
    const goes = (to: Send['to']): boolean => to === step.traceme || (to === 'init' && step.traceme === 'main');
    return steps.slice(at).some((later) => 'signal' in later && goes(later.signal.to));
  });
}

/** Whether the init is the parent of the actor at a step, as far as is sure. */
function isOrphanAt({ actors, steps }: Scenario, name: string, at: number): boolean {
  const { parent, daemon } = actors[name] as Actor;
  return daemon === true || parent === 'init' || steps.slice(0, at).some((step) => ends(step) === parent);
}

function togetherWithMain(order: 'before' | 'after'): (scenario: Scenario) => boolean {
  return (scenario) =>
    scenario.steps.some((step) => {
      if (!('together' in step)) return false;
      const names = step.together.map(ends);
      const at = names.indexOf('main');
      return at >= 0 && (order === 'before' ? at > 0 : at < names.length - 1);
    });
}

function depth(scenario: Scenario): number {
  const depths = new Map([['main', 1]]);
  for (const [name, { parent }] of Object.entries(scenario.actors))
    if (parent !== undefined) depths.set(name, (depths.get(parent) ?? 1) + 1);
  return Math.max(...depths.values());
}

const launched = (holds: (launch: Launch) => boolean | undefined) => (scenario: Scenario) => holds(scenario.launch) === true;
const exitCodeOfMain = (code: number) => (scenario: Scenario) =>
  flat(scenario).some((step) => 'exit' in step && step.exit.actor === 'main' && step.exit.code === code);

const signals: Reach[] = SIGNALS.flatMap((name): Reach[] => {
  const catchable = name !== 'SIGKILL' && name !== 'SIGSTOP';
  const noted = (scenario: Scenario): boolean => notesAll(scenario) && toInit(scenario).some(({ signal }) => signal === name);
  const blocked: Reach[] = (['blocked', 'ignored'] as const).map((field) => ({
    what: `${name} ${field}`,
    least: 30,
    holds: launched((launch) => launch[field]?.includes(name)),
  }));
  const sent: Reach = { what: `${name} sent to the init while main notes all`, least: catchable ? 80 : 3, holds: noted };
  return catchable ? [sent, ...blocked] : [sent];
});

export const REACHES: readonly Reach[] = [
  ...signals,
  ...[0, 1, 2, 127, 128, 129, 137, 143, 254, 255].map(
    (code): Reach => ({ what: `main exits ${code}`, least: 200, holds: exitCodeOfMain(code) }),
  ),
  {
    what: 'the same real-time signal thrice to the init',
    least: 300,
    holds: (s) =>
      most(
        toInit(s)
          .map(({ signal }) => signal)
          .filter((signal) => isRealTime(signalNumber(signal))),
      ) >= 3,
  },
  {
    what: 'the same standard signal several times to a frozen init',
    least: 200,
    holds: (s) => most(whileFrozen(s).flatMap((step) => ('signal' in step && step.signal.to === 'init' ? [step.signal.signal] : []))) >= 2,
  },
  { what: 'a signal to the init from an actor', least: 1000, holds: (s) => toInit(s).some(({ from }) => from !== undefined) },
  { what: 'a signal to a group', least: 400, holds: (s) => sends(s).some(({ to }) => typeof to === 'object') },
  { what: 'a signal to everybody', least: 300, holds: (s) => sends(s).some(({ to }) => to === 'everybody') },
  { what: 'main that dies by a signal', least: 1000, holds: (s) => flat(s).some((step) => 'die' in step && step.die.actor === 'main') },
  {
    what: 'main that dies by a real-time signal',
    least: 200,
    holds: (s) => flat(s).some((step) => 'die' in step && step.die.actor === 'main' && isRealTime(signalNumber(step.die.signal))),
  },
  { what: 'an orphan that dies', least: 500, holds: orphansDie },
  { what: 'others that die together with main, before it', least: 200, holds: togetherWithMain('before') },
  { what: 'others that die together with main, after it', least: 200, holds: togetherWithMain('after') },
  {
    what: 'several that die while the init is frozen',
    least: 200,
    holds: (s) => whileFrozen(s).filter((step) => ends(step) !== undefined).length >= 2,
  },
  { what: 'ten copies or more', least: 300, holds: (s) => others(s).some(({ copies }) => (copies ?? 1) >= 10) },
  { what: 'more than 64 copies', least: 30, holds: (s) => others(s).some(({ copies }) => (copies ?? 1) > 64) },
  { what: 'a daemon', least: 800, holds: (s) => others(s).some(({ daemon }) => daemon === true) },
  { what: 'an actor that does not wait', least: 2000, holds: (s) => Object.values(s.actors).some(({ waits }) => waits === false) },
  { what: 'an actor in the group of another', least: 300, holds: (s) => others(s).some(({ group }) => typeof group === 'object') },
  { what: 'a tree of depth 6', least: 20, holds: (s) => depth(s) === 6 },
  { what: 'main stopped', least: 200, holds: (s) => s.steps.some((step) => 'stop' in step && step.stop === 'main') },
  { what: 'all three standard descriptors closed', least: 80, holds: launched(({ closed }) => closed?.length === 3) },
  { what: 'descriptor 63 open', least: 80, holds: launched(({ open }) => open?.includes(63)) },
  { what: 'a deleted directory', least: 200, holds: launched(({ directory }) => directory === 'deleted') },
  { what: 'a command that is missing', least: 80, holds: launched(({ command }) => command === 'missing') },
  { what: 'a script without an interpreter', least: 40, holds: launched(({ command }) => command === 'script-without-interpreter') },
  { what: 'an empty argument', least: 300, holds: launched(({ args }) => args?.includes('')) },
  { what: 'an argument of 1 KB or more', least: 20, holds: launched(({ args }) => args?.some((text) => text.length >= 1024)) },
  ...(['type', 'resize', 'hangUp', 'foreground', 'read', 'write'] as const).map(
    (kind): Reach => ({ what: `${kind} on a terminal`, least: 100, holds: (s) => s.steps.some((step) => kind in step) }),
  ),
  {
    what: 'an actor in the foreground before an orphan dies',
    least: 20,
    holds: (s) => orphansDie(s) && s.steps.some((step) => 'foreground' in step && step.foreground !== 'main'),
  },
  { what: 'a terminal that stops who writes in the background', least: 200, holds: launched(({ tostop }) => tostop) },
  { what: 'a signal while the init starts', least: 300, holds: launched(({ early }) => early !== undefined) },
  {
    what: 'one that is blocked at the exec, 300 µs or more after it',
    least: 100,
    holds: launched(({ early = [], blocked = [] }) => early.some(({ signal, us }) => us >= 300 && blocked.includes(signal))),
  },
  { what: 'main that is traced and gets a signal', least: 150, holds: (s) => trapped(s, (name) => name === 'main') },
  { what: 'an orphan that is traced and gets a signal', least: 60, holds: (s) => trapped(s, (name, at) => isOrphanAt(s, name, at)) },
  {
    what: 'main that goes into a group of its own and has a child then',
    least: 30,
    holds: (s) => {
      const at = s.steps.findIndex((step) => 'setpgid' in step && step.setpgid === 'main');
      return at >= 0 && s.steps.slice(at).some((step) => 'fork' in step && s.actors[step.fork]?.parent === 'main');
    },
  },
  { what: 'one that enters from outside', least: 300, holds: (s) => others(s).some(({ parent }) => parent === 'outside') },
  { what: 'an actor that becomes another program', least: 300, holds: (s) => s.steps.some((step) => 'exec' in step) },
  { what: 'another user', least: 200, holds: launched(({ user }) => user !== undefined) },
  { what: 'root without capabilities', least: 150, holds: launched(({ capabilities }) => capabilities === 'none') },
  { what: 'no /proc', least: 150, holds: launched(({ proc }) => proc === 'none') },
  { what: 'little room for processes', least: 300, holds: launched(({ pidsLimit }) => pidsLimit !== undefined) },
  { what: 'little memory', least: 60, holds: launched(({ limits }) => limits?.AS !== undefined) },
  { what: 'a file size of 0', least: 30, holds: launched(({ limits }) => limits?.FSIZE === 0) },
  {
    what: 'an unreadable directory without privilege',
    least: 3,
    holds: launched(
      ({ directory, user, capabilities }) => directory === 'unreadable' && (user !== undefined || capabilities !== undefined),
    ),
  },
  { what: 'main of another user', least: 200, holds: (s) => main(s).user !== undefined },
  { what: 'a subreaper', least: 500, holds: (s) => Object.values(s.actors).some(({ subreaper }) => subreaper === true) },
  { what: 'a sibling of its maker', least: 300, holds: (s) => others(s).some(({ cloneParent }) => cloneParent === true) },
  { what: 'main set-uid, of an init that is not root', least: 50, holds: (s) => main(s).setuid === true && s.launch.user !== undefined },
  { what: 'one set-uid below another user', least: 20, holds: (s) => others(s).some(({ setuid }) => setuid === true) },
  { what: 'main without its first thread', least: 200, holds: (s) => main(s).leaderEnds === true },
  { what: 'an orphan without its first thread', least: 100, holds: (s) => others(s).some(({ leaderEnds }) => leaderEnds === true) },
  { what: 'a child by vfork', least: 500, holds: (s) => others(s).some(({ vfork }) => vfork === true) },
  {
    what: 'a signal to the init while main waits for such a child',
    least: 50,
    holds: (s) =>
      s.steps.some((step, n) => {
        const next = s.steps[n + 1];
        const made = 'fork' in step ? s.actors[step.fork] : undefined;
        return made?.vfork === true && made.parent === 'main' && next !== undefined && 'signal' in next && next.signal.to === 'init';
      }),
  },
  {
    what: 'storms by several',
    least: 10,
    holds: (s) => s.steps.some((step) => 'together' in step && step.together.filter((one) => 'storm' in one).length > 1),
  },
  { what: 'no step at all', least: 50, holds: (s) => s.steps.length === 0 },
  { what: 'a main that is not ended by a step', least: 1000, holds: (s) => indexOfEnd(s, 'main') < 0 },
  { what: 'a reaction that exits later', least: 40, holds: (s) => JSON.stringify(s.actors).includes('"after"') },
];
