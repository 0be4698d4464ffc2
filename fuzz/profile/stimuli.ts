/** What an init was exposed to: counted over scenarios, told in lines. What is not in them was not tried. */
import { SIGNALS } from '../scenario/signals.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { durationMs } from '../scenario/duration.ts';
import { membersOf } from '../scenario/steps.ts';

export class Stimuli {
  #scenarios = 0;
  #unrecorded = 0;
  #terminal = 0;
  #placed = 0;
  #mostOrphans = 0;
  #mostMs = 0;
  readonly #signals = new Set<string>();
  readonly #pairs = new Set<string>();
  readonly #codes = new Set<number>();
  readonly #variables = new Set<string>();

  /** `held`: the init is held in it, at a call that only the run shows. */
  add({ launch, actors, steps }: Scenario, held = false): void {
    this.#scenarios++;
    // It is not PID 1 there, and not traced (native/src/program.c): nothing of what happens was tried.
    if (launch.as === 'subreaper') return void this.#unrecorded++;
    if (launch.terminal !== undefined) this.#terminal++;
    for (const name of Object.keys(launch.env ?? {})) this.#variables.add(name);
    // What is done while somebody is held, and what is done together, counts too.
    const flat = steps.flatMap((step): readonly Step[] => membersOf(step) ?? [step]);
    if (held || steps.some((step) => 'at' in step)) this.#placed++;
    const sent = flat.flatMap((step) => ('signal' in step ? step.signal : 'queue' in step ? step.queue : []));
    const toInit = sent.filter(({ to }) => to === 'init').map(({ signal }) => signal);
    for (const [index, signal] of toInit.entries()) {
      this.#signals.add(signal);
      const next = toInit[index + 1];
      if (next !== undefined && next !== signal) this.#pairs.add(`${signal} ${next}`);
    }
    for (const step of flat) if ('exit' in step && step.exit.actor === 'main') this.#codes.add(step.exit.code);
    const orphans = flat.reduce((sum, step) => sum + ('storm' in step ? step.storm.orphans : 0), 0);
    this.#mostOrphans = Math.max(this.#mostOrphans, orphans + Object.keys(actors).length - 1);
    this.#mostMs = Math.max(
      this.#mostMs,
      flat.reduce((sum, step) => sum + ('wait' in step ? durationMs(step.wait) : 0), 0),
    );
  }

  /** One line for each kind. */
  lines(): string[] {
    const missing = SIGNALS.filter((signal) => !this.#signals.has(signal));
    return [
      `${this.#scenarios} scenarios, ${this.#terminal} of them on a terminal, ${this.#placed} held at a system call, ${this.#unrecorded} not recorded since the init is not PID 1`,
      `${this.#signals.size} of ${SIGNALS.length} signals to the init${missing.length === 0 ? '' : `, without ${missing.join(', ')}`}`,
      `${this.#pairs.size} ordered pairs of two signals in a row`,
      `${this.#codes.size} of 256 exit codes of main`,
      `up to ${this.#mostOrphans} orphans in one run`,
      `up to ${this.#mostMs} ms of waiting in one run`,
      `variables: ${[...this.#variables].slice(0, 12).join(', ') || 'none'}${this.#variables.size > 12 ? ` and ${this.#variables.size - 12} more` : ''}`,
    ];
  }
}
