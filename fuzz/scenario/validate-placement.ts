/** Checks of `at`: can the init be held, is there such a call, and can that fail so. */
import { answersOf, type ErrnoName } from './answers.ts';
import { callNumber, CALLS } from './calls.ts';
import type { Placement } from './scenario.ts';
import { didYouMean } from './suggest.ts';
import { problem, type Walk } from './walk.ts';

/** Reports what is wrong with the place, and with the answer of the call. */
export function checkPlace(walk: Walk, { call, when, fails }: Placement): void {
  const why = whyNotHeld(walk);
  if (why !== undefined) problem(walk, ['at'], why);
  if (callNumber(call) === undefined) problem(walk, ['at', 'call'], `no system call is called \`${call}\`${didYouMean(call, CALLS)}`);
  if (fails !== undefined) checkAnswer(walk, call, when, fails);
}

function checkAnswer(walk: Walk, call: string, when: Placement['when'], fails: ErrnoName): void {
  const answers = answersOf(call);
  if (when === 'exit') problem(walk, ['at', 'when'], 'a call that fails is not made: it is held at its entry');
  if (answers.length === 0) problem(walk, ['at', 'fails'], `it is not known how \`${call}\` can fail`);
  else if (!answers.includes(fails)) problem(walk, ['at', 'fails'], `\`${call}\` can fail by ${answers.join(', ')}`);
}

/** The kernel shows the tracer's stops and those of a frozen init alike; and it is PID 1 whose start the executor traces. */
function whyNotHeld({ subreaper, early, frozen }: Walk): string | undefined {
  if (early) return 'signals come `early` by the clock, which an init that is held does not go by';
  if (subreaper) return 'only an init that is PID 1 can be held';
  return frozen === false ? undefined : 'the init is frozen, and cannot come to a call';
}
