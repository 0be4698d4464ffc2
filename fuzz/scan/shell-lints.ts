/** Lints of a shell that stays PID 1: signals end at it, unless it traps them and waits. */
import { join } from 'shlex/shlex.js';
import { printable } from '../base/printable.ts';
import { appOf } from './command-lints.ts';
import type { Finding } from './finding.ts';
import type { Lint, Linted } from './linted.ts';
import { stopSignalOf } from './stop-signal.ts';

/** What it has put in the background it waits for, and it passes the stop signal on by a trap: a shell that does an init's work. */
const doesTrap = ({ config, pid1: { script } }: Linted): boolean => script?.awaits === true && script.traps.includes(stopSignalOf(config));

function shellForm(image: Linted): Finding[] {
  const { pid1 } = image;
  if (
    pid1.kind !== 'shell' ||
    image.config.runtimeInit === true ||
    pid1.script === undefined ||
    pid1.script.execs.length > 0 ||
    doesTrap(image)
  )
    return [];
  return [
    {
      rule: 'shell-form',
      level: 'warning',
      said: `PID 1 is ${printable(JSON.stringify(pid1.argv.slice(0, 2)))}: SIGTERM ends at the shell, unless it replaces itself by a lone command, as some do`,
      fix: 'write ENTRYPOINT and CMD as JSON lists, or begin the text with exec',
      show: SHELL_SHOWN,
    },
  ];
}

const SHELL_SHOWN = `initproof replay between/stop --target sh --args ${join([`-c '"$@"; exit $?' x`])}`;

function scriptWithoutExec(image: Linted): Finding[] {
  const { pid1 } = image;
  if (pid1.kind !== 'script' || image.config.runtimeInit === true || pid1.script === undefined || doesTrap(image)) return [];
  const { execs, waitsFor } = pid1.script;
  if (execs.length > 0 && waitsFor.length === 0) return [];
  return [
    {
      rule: 'script-without-exec',
      level: 'warning',
      said: `${printable(pid1.path ?? '')} ${whatScriptDoes(image)}: it stays PID 1, and signals end at it`,
      fix: 'end it with exec "$@"',
      show: appOf(image),
      ...(pid1.path === undefined ? {} : { path: pid1.path }),
    },
  ];
}

/** A trap runs only when the command in the foreground has ended (sh(1p), 2.11). */
function whatScriptDoes({ config, pid1: { script } }: Linted): string {
  const [last] = script?.waitsFor ?? [];
  if (last === undefined) return 'is a shell script without exec';
  const trap = script?.traps.includes(stopSignalOf(config)) === true ? ', until when its trap waits as well' : '';
  return `is a shell script that waits for ${printable(last.slice(0, MOST_WORDS).join(' '))} at its end${trap}`;
}

/** Words of a command that are said. */
const MOST_WORDS = 4;

export const SHELL_LINTS: readonly Lint[] = [shellForm, scriptWithoutExec];
