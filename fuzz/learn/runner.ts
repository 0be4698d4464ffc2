/** What the learning parts share: they run a scenario and read its trace, whatever a contract would say of it. */
import type { Actor, Launch, Scenario, Step } from '../scenario/scenario.ts';
import { type SignalName, signalName } from '../scenario/signals.ts';
import { INIT, type Trace } from '../trace/trace.ts';

/**
 * Runs a scenario on the init that is learnt; `recorded`: with its system calls in the trace. Undefined where nothing can be said of the
 * run: the machine was busy, or it has no end.
 */
export type Runner = (scenario: Scenario, how?: 'plain' | 'recorded') => Promise<Trace | undefined>;

/** An actor that records each signal. */
export const NOTES: Actor = { on: { all: 'note' } };

export const scenarioOf = (launch: Launch, actors: Record<string, Actor>, steps: Step[] = []): Scenario => ({
  version: 1,
  launch,
  actors,
  steps,
});

/** The id of the init inside (fuzz/trace/trace.ts). */
const INIT_PID = 1;

/** Signals that the process of a slot took from the init, by the step in which it did; steps of one op each. */
export function takenByStep({ events }: Trace, slot: number): Map<number, SignalName[]> {
  const taken = new Map<number, SignalName[]>();
  let step = -1;
  for (const event of events) {
    if (event.kind === 'op') step = event.index;
    if (event.kind === 'signal' && event.slot === slot && event.from === INIT_PID)
      taken.set(step, [...(taken.get(step) ?? []), signalName(event.signal)]);
  }
  return taken;
}

/** Steps in which the process of a slot was stopped. */
export function stoppedIn({ events }: Trace, slot: number): Set<number> {
  const steps = new Set<number>();
  let step = -1;
  for (const event of events) {
    if (event.kind === 'op') step = event.index;
    if (event.kind === 'stopped' && event.slot === slot) steps.add(step);
  }
  return steps;
}

/** Whether the process of a slot was seen to become a child of the init. */
export const wasAdopted = ({ events }: Trace, slot: number): boolean =>
  events.some((event) => event.kind === 'moved' && event.slot === slot && event.parent === INIT);
