/** How the init of a target is started, whatever the scenario: its environment and directory, where a launch does not say otherwise. */
import { durationMs } from '../scenario/duration.ts';
import type { Duration, Launch } from '../scenario/scenario.ts';

export interface Setting {
  /** Variables of its environment, beside those of every init or in their place. Default: none. */
  variables?: Readonly<Record<string, string>>;
  /** Absolute path, in the sandbox. Default: the root. */
  directory?: string;
  /**
   * `file`: it finds the command in one of its files, which execs `/initproof/command`. `none`: by its contract it starts none. Default: it gets
   * it among its arguments.
   */
  command?: 'file' | 'none';
  /** Default: it is ready at once. */
  ready?: Ready;
}

/** Of an init that is ready only after a while. */
export interface Ready {
  /** Within which time of its exec it is ready, by when it has started the command. Default: `READY_WITHIN`. */
  within?: Duration;
  /** A text in a line that it then writes to stdout or stderr. Default: it is ready when its command runs. */
  line?: string;
}

/** Longer than any interpreter takes that was met, on a busy machine too (pm2: 2 s); a line that never comes costs each run as much. */
const READY_WITHIN: Duration = '10s';

/** How long its start may take, ms; 0: it is ready at once. */
export const readyMs = ({ ready }: Setting = {}): number => (ready === undefined ? 0 : durationMs(ready.within ?? READY_WITHIN));

/** Of a program: what it is started with. */
export interface Started {
  launch: Launch;
  setting?: Setting;
}

/** The environment of every init: what container runtimes set (OCI images' PATH). */
const EVERYBODYS = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/' };
const variablesOf = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).map(([name, value]) => `${name}=${value}`);

/** Variables, each `NAME=value`: those of every init, the target's, then what the launch adds. */
export const environmentOf = ({ launch, setting }: Started): string[] => [
  ...variablesOf({ ...EVERYBODYS, ...setting?.variables }),
  ...variablesOf(launch.env ?? {}),
];

/** Paths in the sandbox; a deleted one has none. */
const DIRECTORIES = { '/': '/', own: '/initproof/own', deleted: undefined, unreadable: '/initproof/unreadable' } as const;

/** The directory that the init is started in: the launch's goes before the target's. Undefined for one that is deleted. */
export function directoryOf({ launch: { directory = '/' }, setting }: Started): string | undefined {
  return directory === '/' ? (setting?.directory ?? '/') : DIRECTORIES[directory];
}

/** What of a target is its setting. */
export function settingOf({ variables, directory, command, ready }: Setting): { setting?: Setting } {
  const all = { variables, directory, command, ready };
  const said = Object.entries(all).filter(([, value]) => value !== undefined);
  return said.length === 0 ? {} : { setting: Object.fromEntries(said) };
}
