/** What the subtler faulty inits (`targets/faulty/faults.yaml`) need to show, as far as a scenario tells before it runs. */
import type { Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import type { Reach } from './reaches.ts';

type Event =
  | { kind: 'orphanDies' | 'orphanStops' | 'orphanKilled'; copies: number; frozen: boolean; daemon: boolean }
  | { kind: 'mainStops' | 'mainContinues' | 'mainEnds' | 'mainKilled' | 'wait' | 'thaw' | 'freeze'; frozen: boolean }
  | { kind: 'toInit'; signal: string; frozen: boolean; noted: boolean };

/** The story that a scenario tells of the init: deaths of orphans, stops of main, signals. */
class Story {
  readonly events: Event[] = [];
  readonly #ended = new Set<string>();
  readonly #scenario: Scenario;
  #frozen = false;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    for (const step of scenario.steps) for (const one of 'together' in step ? step.together : [step]) this.#tell(one);
  }

  #isOrphan(name: string): boolean {
    const { parent, daemon } = this.#scenario.actors[name] ?? {};
    return parent !== undefined && (daemon === true || this.#ended.has(parent));
  }

  #end(name: string, killed: boolean): void {
    const { copies = 1, daemon = false } = this.#scenario.actors[name] ?? {};
    const frozen = this.#frozen;
    if (name === 'main') this.events.push({ kind: killed ? 'mainKilled' : 'mainEnds', frozen });
    else if (this.#isOrphan(name)) this.events.push({ kind: killed ? 'orphanKilled' : 'orphanDies', copies, frozen, daemon });
    this.#ended.add(name);
  }

  #tell(step: Step): void {
    const frozen = this.#frozen;
    if ('freeze' in step || 'thaw' in step) {
      this.events.push({ kind: 'freeze' in step ? 'freeze' : 'thaw', frozen });
      this.#frozen = 'freeze' in step;
    }
    if ('exit' in step) this.#end(step.exit.actor, false);
    if ('die' in step) this.#end(step.die.actor, false);
    if ('stop' in step && step.stop === 'main') this.events.push({ kind: 'mainStops', frozen });
    else if ('stop' in step && this.#isOrphan(step.stop)) this.events.push({ kind: 'orphanStops', copies: 1, frozen, daemon: false });
    if ('continue' in step && step.continue === 'main') this.events.push({ kind: 'mainContinues', frozen });
    if ('wait' in step) this.events.push({ kind: 'wait', frozen });
    const sent = 'signal' in step ? step.signal : 'queue' in step ? step.queue : undefined;
    if (sent?.to === 'init') this.events.push({ kind: 'toInit', signal: sent.signal, frozen, noted: this.#notes(sent.signal) });
    else if (sent?.signal === 'SIGKILL' && typeof sent.to === 'string') this.#end(sent.to, true);
  }

  #notes(signal: string): boolean {
    const on: Record<string, unknown> = { ...this.#scenario.actors.main?.on };
    return (on[signal] ?? on.all) === 'note';
  }
}

type Match = (event: Event) => boolean;
const is =
  (...kinds: Event['kind'][]): Match =>
  ({ kind }) =>
    kinds.includes(kind);
const frozen =
  (match: Match): Match =>
  (event) =>
    event.frozen && match(event);
const sent =
  (signal?: string): Match =>
  (event) =>
    event.kind === 'toInit' && (signal === undefined || signal === event.signal);
const noted =
  (signal?: string): Match =>
  (event) =>
    event.kind === 'toInit' && event.noted && sent(signal)(event);
const dies = is('orphanDies', 'orphanKilled');
const daemonDies: Match = (event) => event.kind === 'orphanDies' && event.daemon;

/** Whether events that match come in this order, others between them or not. */
function inOrder(...matches: Match[]): (scenario: Scenario) => boolean {
  return (scenario) => {
    let at = 0;
    for (const event of new Story(scenario).events) if (matches[at]?.(event) === true) at++;
    return at === matches.length;
  };
}

const orphans = (scenario: Scenario): number =>
  new Story(scenario).events.reduce((sum, event) => sum + (event.kind === 'orphanDies' ? event.copies : 0), 0);

export const FAULT_REACHES: readonly Reach[] = [
  { what: 'nine orphans that die', least: 100, holds: (s) => orphans(s) >= 9 },
  { what: 'two orphans that die while the init is frozen', least: 100, holds: inOrder(frozen(dies), frozen(dies)) },
  { what: 'a daemon that dies', least: 100, holds: inOrder(daemonDies) },
  { what: 'a stop and a death while the init is frozen', least: 80, holds: inOrder(frozen(is('mainStops', 'orphanStops')), frozen(dies)) },
  {
    what: 'an orphan that stops and another that dies while the init is frozen',
    least: 60,
    holds: inOrder(frozen(is('orphanStops')), frozen(dies), is('thaw')),
  },
  { what: 'SIGCHLD to the frozen init, then a death', least: 20, holds: inOrder(frozen(sent('SIGCHLD')), frozen(dies), is('thaw')) },
  { what: 'main stopped, then an orphan that dies', least: 40, holds: inOrder(is('mainStops'), dies) },
  { what: 'SIGTERM to the init, then the end of main', least: 100, holds: inOrder(noted('SIGTERM'), is('mainEnds')) },
  { what: 'SIGTERM, an orphan that dies, the end of main', least: 30, holds: inOrder(noted('SIGTERM'), dies, is('mainEnds')) },
  { what: 'SIGHUP twice', least: 60, holds: inOrder(noted('SIGHUP'), noted('SIGHUP')) },
  { what: 'SIGTERM twice', least: 60, holds: inOrder(noted('SIGTERM'), noted('SIGTERM')) },
  { what: 'ten signals to the init', least: 100, holds: inOrder(...Array.from({ length: 10 }, () => noted())) },
  { what: 'an orphan that dies, then a signal to the init', least: 200, holds: inOrder(dies, noted()) },
  { what: 'a signal to the init while main is stopped', least: 60, holds: inOrder(is('mainStops'), sent(), is('mainContinues')) },
  { what: 'main killed while stopped', least: 100, holds: inOrder(is('mainStops'), is('mainKilled')) },
  {
    what: 'main stopped and killed while the init is frozen',
    least: 40,
    holds: inOrder(frozen(is('mainStops')), frozen(is('mainKilled')), is('thaw')),
  },
  {
    what: 'an orphan, then main, that die while the init is frozen',
    least: 60,
    holds: inOrder(frozen(dies), frozen(is('mainEnds')), is('thaw')),
  },
  { what: 'an orphan that is stopped', least: 100, holds: inOrder(is('orphanStops')) },
  { what: 'an orphan that is killed', least: 50, holds: inOrder(is('orphanKilled')) },
  { what: 'main stopped, then a wait', least: 100, holds: inOrder(is('mainStops'), is('wait')) },
  { what: 'SIGTERM to the init, then a wait', least: 15, holds: inOrder(noted('SIGTERM'), is('wait')) },
  { what: 'an orphan that dies, then a wait', least: 60, holds: inOrder(dies, is('wait')) },
  { what: 'an empty variable', least: 100, holds: ({ launch }) => Object.values(launch.env ?? {}).includes('') },
];
