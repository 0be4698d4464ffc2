/** The signal that stops a container, as images and runtimes write it. */
import { SIGNALS } from '../scenario/signals.ts';
import type { ImageConfig } from './config.ts';

/** Names and numbers, with or without SIG; SIGRTMIN+n as systemd has it. `undefined`: it is none. */
export function signalName(text: string): string | undefined {
  if (/^\d{1,2}$/.test(text)) return SIGNALS[Number(text) - 1];
  const name = text.toUpperCase().startsWith('SIG') ? text.toUpperCase() : `SIG${text.toUpperCase()}`;
  if (/^SIGRTM(IN\+|AX-)\d{1,2}$/.test(name)) return name;
  return (SIGNALS as readonly string[]).find((one) => one === name);
}

/** What the runtime sends: SIGTERM where nothing else is said. */
export const stopSignalOf = ({ stopSignal }: Pick<ImageConfig, 'stopSignal'>): string => signalName(stopSignal ?? '') ?? 'SIGTERM';
