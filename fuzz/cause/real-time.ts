/** Real-time signals: where a cause takes a standard one, a real-time one may do as well. */
import type { Scenario } from '../scenario/scenario.ts';
import { copy, mapSignals } from '../shrink/edit.ts';
import { isPlain } from './alike.ts';

/** With a real-time signal, which stands for all of them, in the place of each that stands for all the others. */
export function withRealTime(trigger: Scenario): Scenario {
  const changed = copy(trigger);
  mapSignals(changed, (name) => (isPlain(name) ? 'SIGRTMIN' : name));
  return changed;
}
