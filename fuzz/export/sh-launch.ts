/** The launch as shell: what is made before the namespace is (`prepare`), and what its first process does before and in its exec. */
import type { ProcessSpec, Program } from '../compile/program.ts';
import type { Launch } from '../scenario/scenario.ts';
import { signalNumber } from '../scenario/signals.ts';
import { shWord } from './sh-text.ts';

const FDS = { stdin: 0, stdout: 1, stderr: 2 } as const;

/** What goes where in the course: commands, without their indentation. */
export interface ShLaunch {
  needs: string[];
  prepare: string[];
  older: string[];
  /** Outside: has those that are to be zombies end, and waits for that, before the init is exec'ed. */
  ended: string[];
  launch: string[];
  exec: string[];
}

export function launchSh(program: Program): ShLaunch {
  const { launch, processes } = program;
  const older = processes.filter(({ inherited }) => inherited);
  return {
    needs: launch.user === undefined ? [] : [`[ "$(id -u)" = 0 ] || end 2 'it takes root, to become another user'`],
    prepare: [...(FILES[launch.command ?? 'actor'] ?? []), ...(launch.full === undefined ? [] : FULL)],
    older: older.map(olderSh),
    ended: hasEnded(program) ? endedSh(older) : [],
    launch: [
      ...(launch.directory === undefined ? [] : DIRECTORIES[launch.directory]),
      ...(launch.umask === undefined ? [] : [`umask 0${launch.umask.toString(8)}`]),
    ],
    exec: [execSh(program)],
  };
}

const FILES: Readonly<Record<string, string[]>> = {
  'not-executable': [`echo '#!/bin/sh' >"$dir/command" && chmod 644 "$dir/command"`],
  'script-without-interpreter': [`echo '#!/nonexistent/interpreter' >"$dir/command" && chmod 755 "$dir/command"`],
};

const FULL = [
  'mkfifo -m 666 "$dir/full"',
  'exec 5<>"$dir/full" # who would read it, and does not',
  'dd if=/dev/zero of="$dir/full" bs=4096 oflag=nonblock conv=notrunc 2>/dev/null',
];

const DIRECTORIES = {
  '/': ['cd / || exit'],
  own: ['cd /tmp || exit'],
  deleted: ['mkdir "$dir/deleted" && cd "$dir/deleted" && rmdir "$dir/deleted" || exit'],
  unreadable: [],
} as const;

/** A child that is to be a zombie ends when it is told to. */
const olderSh = ({ slot, exited, session }: ProcessSpec): string =>
  exited === undefined
    ? `env --default-signal ${session === 'own' ? 'setsid ' : ''}sh "$dir/case" @act ${slot} &`
    : `(read -r _ <"$dir/order.${slot}"; exit ${exited}) &`;

function execSh(program: Program): string {
  const { launch } = program;
  const waits = hasEnded(program) ? WAITS : [];
  return ['exec', ...stateWords(launch), '"$@"', ...commandWords(launch), ...waits, ...descriptorWords(launch)].join(' ');
}

/**
 * Until it is told that the zombies are there. A shell waits for its children by itself, whenever it comes to a command; between the
 * redirections of one it does not.
 */
const WAITS = ['8<"$dir/there" 9<"$dir/exec" 8<&- 9<&-'];

/** Whether the init has a zombie from before its exec. */
export const hasEnded = ({ processes }: Program): boolean => processes.some(({ inherited, exited }) => inherited && exited !== undefined);

/** Children are listed in the order in which they were forked (proc(5)). */
function endedSh(older: readonly ProcessSpec[]): string[] {
  const ended = older.flatMap(({ slot, exited }) => (exited === undefined ? [] : [slot]));
  return [
    ': >"$dir/there" # the first process is in the redirections of its exec',
    'read -r children <"/proc/$init/task/$init/children"',
    `for slot in ${older.map(({ slot }) => slot).join(' ')}; do`,
    '\tchild=${children%% *} children=${children#* } state=',
    ...(ended.length === older.length ? [] : [`\tcase $slot in ${ended.join(' | ')}) ;; *) continue ;; esac`]),
    '\techo >"$dir/order.$slot"',
    '\tuntil [ "$state" = Z ]; do',
    '\t\t[ -e "/proc/$child/stat" ] || end 2 \'it takes a shell that does not wait for its children at once, as bash does\'',
    '\t\tread -r _ _ state _ 2>/dev/null <"/proc/$child/stat"',
    '\tdone',
    '\techo "started $slot $child 0" >&4',
    'done',
    ': >"$dir/exec"',
  ];
}

function commandWords({ command = 'actor', args = [] }: Launch): string[] {
  return {
    actor: ['sh "$dir/case" @act 0', ...args.map(shWord)],
    missing: ['/nonexistent/command'],
    directory: ['/'],
    'not-executable': ['"$dir/command"'],
    'script-without-interpreter': ['"$dir/command"'],
    'no-process-left': [],
  }[command];
}

function stateWords({ limits = {}, nice, noNewPrivs = false, user, ignored = [], blocked = [], env = {} }: Launch): string[] {
  const numbers = (names: Parameters<typeof signalNumber>[0][]): string => names.map(signalNumber).join(',');
  const settings = [
    ...(ignored.length > 0 ? [`--ignore-signal=${numbers(ignored)}`] : []),
    ...(blocked.length > 0 ? [`--block-signal=${numbers(blocked)}`] : []),
    ...Object.entries(env).map(([name, value]) => `${name}=${shWord(value)}`),
  ];
  const privileges = [
    ...(noNewPrivs ? ['--no-new-privs'] : []),
    ...(user === undefined ? [] : [`--reuid ${user} --regid ${user} --clear-groups`]),
  ];
  return [
    ...Object.entries(limits).map(([name, value]) => `prlimit --${name.toLowerCase()}=${value}:`),
    ...(nice === undefined ? [] : [`nice -n ${nice}`]),
    ...(privileges.length === 0 ? [] : ['setpriv', ...privileges]),
    ...(settings.length === 0 ? [] : ['env', ...settings]),
  ];
}

const descriptorWords = ({ open = [], full = [], closed = [], limits = {} }: Launch): string[] => [
  ...open.map((fd) => `${fd}<>/dev/null`),
  ...full.map((name) => `${FDS[name]}>"$dir/full"`),
  ...('FSIZE' in limits && full.length === 0 ? ['2>"$dir/stderr"'] : []),
  ...closed.map((name) => `${FDS[name]}>&-`),
];
