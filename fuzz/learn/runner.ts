/** What the learning parts share: they run a scenario and read its trace, whatever a contract would say of it. */
import type { Actor, Launch, Scenario, Step } from '../scenario/scenario.ts';
import { type SignalName, signalName } from '../scenario/signals.ts';
import { INIT, type Trace, type TraceEvent } from '../trace/trace.ts';

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

/** Each event with the step in which it happened, -1 before the first; of steps that are one op each. */
function* inSteps({ events }: Trace): Generator<[step: number, event: TraceEvent]> {
  let step = -1;
  for (const event of events) {
    if (event.kind === 'op') step = event.index;
    yield [step, event];
  }
}

/** Signals that the process of a slot took from the init, by the step in which it did. */
export function takenByStep(trace: Trace, slot: number): Map<number, SignalName[]> {
  const taken = new Map<number, SignalName[]>();
  for (const [step, event] of inSteps(trace))
    if (event.kind === 'signal' && event.slot === slot && event.from === INIT_PID)
      taken.set(step, [...(taken.get(step) ?? []), signalName(event.signal)]);
  return taken;
}

/** Steps in which the process of a slot was stopped. */
export function stoppedIn(trace: Trace, slot: number): Set<number> {
  const stops = [...inSteps(trace)].filter(([, event]) => event.kind === 'stopped' && event.slot === slot);
  return new Set(stops.map(([step]) => step));
}

/** Whether the process of a slot was seen to become a child of the init. */
export const wasAdopted = ({ events }: Trace, slot: number): boolean =>
  events.some((event) => event.kind === 'moved' && event.slot === slot && event.parent === INIT);
