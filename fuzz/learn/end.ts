/** What an init does when its child has ended and others live on. */
import type { Contract, Parting } from '../judge/contract.ts';
import { callNumber } from '../scenario/calls.ts';
import { type SignalName, signalName } from '../scenario/signals.ts';
import type { Trace } from '../trace/trace.ts';
import { NOTES, type Runner, scenarioOf } from './runner.ts';

export interface End extends Pick<Contract, 'leaves' | 'parting'> {
  /** It signals processes that are not of its child's group. */
  others: boolean;
}

const ACTORS = { main: NOTES, mate: { parent: 'main', ...NOTES }, stranger: { parent: 'main', session: 'own', ...NOTES } } as const;
const [MAIN_ENDS, LAST_ENDS] = [2, 4];

/**
 * Undefined where no run came of it. One that stays though nobody is left says nothing: that is no promise. What it sends at its end shows
 * by its calls alone: whoever gets it is killed before it can say so.
 */
export async function learnEnd(run: Runner): Promise<End | undefined> {
  const trace = await run(
    scenarioOf({}, ACTORS, [
      { fork: 'mate' },
      { fork: 'stranger' },
      { exit: { actor: 'main', code: 0 } },
      { die: { actor: 'mate', signal: 'SIGKILL' } },
      { die: { actor: 'stranger', signal: 'SIGKILL' } },
    ]),
    'recorded',
  );
  if (trace?.start === undefined) return undefined;
  const sent = sentAfter(trace, MAIN_ENDS);
  const all = sent.find(({ to }) => to === EVERYBODY);
  const seesOff = all !== undefined && all.signal !== 'SIGKILL' && trace.exit?.afterOp === MAIN_ENDS;
  return {
    leaves: trace.exit?.afterOp === LAST_ENDS ? 'when-empty' : 'with-main',
    parting: seesOff ? partingOf(trace, all.signal) : (sent.find(({ to }) => to < 0)?.signal ?? 'none'),
    others: all !== undefined,
  };
}

/** ms: one that takes less has not waited. */
const MOMENT = 50;

/**
 * Four fifths of what it has waited since somebody got the signal: with that it is not taken to leave too soon, and it may take twice as long
 * as it says.
 */
function partingOf({ events, exit }: Trace, signal: SignalName): Parting {
  const got = events.findLast((event) => event.kind === 'signal' && signalName(event.signal) === signal);
  const ms = ((exit?.us ?? 0) - (got?.us ?? exit?.us ?? 0)) / 1000;
  return { signal, to: 'everybody', ...(ms < MOMENT ? {} : { grace: `${10 * Math.round(ms / 12.5)}ms` }) };
}

/** kill(2): whoever may be signalled. */
const EVERYBODY = -1;

/** What the init sent with kill(2) from a step on. */
function sentAfter({ events }: Trace, step: number): { to: number; signal: SignalName }[] {
  const from = events.findIndex((event) => event.kind === 'op' && event.index === step);
  return events.slice(from).flatMap((event) => {
    if (event.kind !== 'call' || event.call !== callNumber('kill') || event.args === undefined) return [];
    const [to = 0, signal = 0] = event.args;
    return signal === 0 ? [] : [{ to, signal: signalName(signal) }];
  });
}
