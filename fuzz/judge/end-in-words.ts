/** How a process ended, in words. */
import { signalName } from '../scenario/signals.ts';
import type { WaitStatus } from '../trace/trace.ts';
import type { End } from './model/world.ts';

/** Of a wait status as the model has it. */
export const endOf = (status: WaitStatus): End => (status.how === 'exited' ? status.code : -status.signal);

/** `exited with 3`, `died of SIGTERM`. */
export const endInWords = (how: End): string => (how >= 0 ? `exited with ${how}` : `died of ${signalName(-how)}`);
