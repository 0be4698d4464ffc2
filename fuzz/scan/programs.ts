/** What programs that often are PID 1, or stand below it, do with a stop signal. Each row has its source. */
import type { SignalName } from '../scenario/signals.ts';
import { baseName } from './shell.ts';

/**
 * What starts the application and stays before it, and what it does, after its name. Measured: corpus/between/README.md has npm, npx, concurrently
 * and pm2; nodemon passed SIGTERM on in none of three stops; yarn 1.22 and pnpm 9 ended before the program had got it.
 */
const RUNNERS: Readonly<Record<string, string>> = {
  npm: 'ends at SIGTERM before the program has got it',
  npx: 'ends at SIGTERM before the program has got it',
  concurrently: 'ends at SIGTERM before the programs have got it',
  'pm2-runtime': 'passes no SIGTERM on: it stops the program by SIGINT',
  nodemon: 'passes no SIGTERM on, and is made for development',
  yarn: 'ends at SIGTERM before the program has got it',
  pnpm: 'ends at SIGTERM before the program has got it',
  pnpx: 'ends at SIGTERM before the program has got it',
};

export const runnerOf = (command: string): string | undefined => RUNNERS[baseName(command).replace(/\.[cm]?js$/, '')];

/** One whose programs have no handler for SIGTERM until they set one. */
export interface Interpreter {
  /** How a program sets one. */
  handler: string;
  /** Signals that end a program of it even so, as PID 1. */
  ends: readonly SignalName[];
  /** Those that it catches by itself, which does nothing in PID 1. */
  catches: readonly SignalName[];
}

/**
 * Measured as PID 1. Node has a handler of its own for SIGTERM and SIGINT (src/node.cc, SignalExit): it restores the terminal and raises the
 * signal again at its default, which the kernel drops for PID 1. Python makes an exception of SIGINT (signal(3py)).
 */
const INTERPRETERS: readonly (Interpreter & { name: RegExp })[] = [
  { name: /^node(?:js)?$/, handler: "process.on('SIGTERM', …)", ends: [], catches: ['SIGTERM', 'SIGINT', 'SIGUSR1', 'SIGSEGV', 'SIG33'] },
  { name: /^python(?:\d(?:\.\d+)?)?$/, handler: 'signal.signal(signal.SIGTERM, …)', ends: ['SIGINT'], catches: [] },
  { name: /^perl$/, handler: '$SIG{TERM} = …', ends: [], catches: [] },
];

export const interpreterOf = (command: string): Interpreter | undefined => INTERPRETERS.find(({ name }) => name.test(baseName(command)));

/** The file that an interpreter runs: its first word that is no option; `undefined` where the program is in its arguments. */
export function mainFileOf([, ...args]: readonly string[]): string | undefined {
  const first = args.find((word) => !word.startsWith('-') || /^-[cemp]$/.test(word));
  return first?.startsWith('-') ? undefined : first;
}

/** Signals upon which servers stop, by their manuals. */
const SERVERS: readonly { name: RegExp; stops: readonly SignalName[]; source: string }[] = [
  { name: /^nginx$/, stops: ['SIGTERM', 'SIGINT', 'SIGQUIT'], source: 'https://nginx.org/en/docs/control.html' },
  { name: /^(?:httpd|apache2)$/, stops: ['SIGTERM', 'SIGWINCH'], source: 'https://httpd.apache.org/docs/2.4/stopping.html' },
  { name: /^php-fpm/, stops: ['SIGTERM', 'SIGINT', 'SIGQUIT'], source: 'php-fpm(8)' },
  {
    name: /^postgres$/,
    stops: ['SIGTERM', 'SIGINT', 'SIGQUIT'],
    source: 'https://www.postgresql.org/docs/current/server-shutdown.html',
  },
  { name: /^redis-server$/, stops: ['SIGTERM', 'SIGINT'], source: 'https://redis.io/docs/latest/operate/oss_and_stack/reference/signals/' },
  { name: /^haproxy$/, stops: ['SIGTERM', 'SIGUSR1'], source: 'https://docs.haproxy.org/2.8/management.html' },
  {
    name: /^gunicorn$/,
    stops: ['SIGTERM', 'SIGINT', 'SIGQUIT'],
    source: 'https://docs.gunicorn.org/en/stable/signals.html',
  },
  { name: /^supervisord$/, stops: ['SIGTERM', 'SIGINT', 'SIGQUIT'], source: 'http://supervisord.org/running.html#signals' },
];

export const serverOf = (command: string) => SERVERS.find(({ name }) => name.test(baseName(command)));
