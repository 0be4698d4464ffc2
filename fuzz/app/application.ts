/** What is tested: a command, where it lies, how it is known to be ready, and what stands before it as PID 1. */
import type { SignalName } from '../scenario/signals.ts';
import type { Settings, Shown } from './host.ts';

export interface Application {
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  /** In which it is started. */
  directory: string;
  /** A folder that is its whole root. */
  root?: string;
  shown: readonly Shown[];
  user?: { user: number; group: number };
  /** As native/src/app/ready.c has it. */
  ready: string;
  /** `PORT/PATH`. */
  load?: string;
  /** What stops it: STOPSIGNAL of its image. */
  stop: SignalName;
}

/** What is PID 1. */
export interface Init {
  name: string;
  /** Words before the command; none: the command is PID 1 itself. */
  argv: readonly string[];
  shown: readonly Shown[];
}

export const NONE: Init = { name: 'none', argv: [], shown: [] };

/** Which of the programs that are started is the command: PID 1's own is the first. */
export const execOfCommand = ({ argv }: Init): number => (argv.length === 0 ? 1 : 2);

/** How many processes are above what the command itself starts. */
export const depthOf = ({ argv }: Init): number => (argv.length === 0 ? 1 : 2);

/** Of a run, bytes: what the kernel ends an application at, a gibibyte as a small container has it. */
const MEMORY = 1024 * 1024 * 1024;

/** As the host is told. `longest`: ms. */
export function settingsOf(app: Application, init: Init, { terminal = false, longest }: { terminal?: boolean; longest: number }): Settings {
  return {
    argv: [...init.argv, ...app.command],
    env: app.env,
    directory: app.directory,
    ...(app.root === undefined ? {} : { root: app.root }),
    shown: [...app.shown, ...init.shown],
    ready: app.ready,
    ...(app.load === undefined ? {} : { load: app.load }),
    ...app.user,
    terminal,
    memory: MEMORY,
    longest,
  };
}
