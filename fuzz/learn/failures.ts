/** With which code an init leaves when it cannot start its command. */
import type { Contract } from '../judge/contract.ts';
import type { WaitStatus } from '../trace/trace.ts';
import { type Runner, scenarioOf } from './runner.ts';

export type BadCommand = keyof Contract['execFails'];

const COMMANDS: Record<BadCommand, true> = {
  missing: true,
  'not-executable': true,
  directory: true,
  'script-without-interpreter': true,
  'no-process-left': true,
};
export const BAD_COMMANDS = Object.keys(COMMANDS) as BadCommand[];

/** How it ended with each; undefined where it did not end. */
export async function learnFailures(run: Runner): Promise<Record<BadCommand, WaitStatus | undefined>> {
  const ends = await Promise.all(BAD_COMMANDS.map(async (command) => [command, (await run(scenarioOf({ command }, { main: {} })))?.exit]));
  return Object.fromEntries(ends) as Record<BadCommand, WaitStatus | undefined>;
}
