/** Lints of what runs in the end: a program that stands before the application, one that has no handler, one that stops upon other signals. */
import { join } from 'shlex/shlex.js';
import { printable } from '../base/printable.ts';
import type { Runs } from './chain.ts';
import type { Finding } from './finding.ts';
import type { Lint, Linted } from './linted.ts';
import { interpreterOf, runnerOf, serverOf } from './programs.ts';
import { stopSignalOf } from './stop-signal.ts';

/** The command that shows what happens with an image, or with words. */
export const appOf = ({ image, pid1 }: Pick<Linted, 'image' | 'pid1'>): string =>
  printable(image === undefined ? `initproof app -- ${join([...pid1.argv])}` : `initproof app ${join([image])}`);

const said = ({ words }: Runs): string => printable(join(words.slice(0, MOST_WORDS)));
/** Words of a command that are said: what it is shows in the first few. */
const MOST_WORDS = 4;

const runsOf = ({ config, pid1 }: Linted): Runs[] =>
  (pid1.runs ?? []).map((one) => (config.runtimeInit === true && one.below === 'nothing' ? { ...one, below: 'init' } : one));

function runner(image: Linted): Finding[] {
  return runsOf(image).flatMap((one) => {
    const does = runnerOf(one.words[0] ?? '');
    if (does === undefined) return [];
    const [name] = one.words;
    return [
      {
        rule: 'runner',
        level: 'warning' as const,
        said: `${said(one)}: ${printable(name ?? '')} stands between the stop signal and the program. It ${does}, and reaps no orphans`,
        fix: 'start the program itself, as its script says it: ["node", "server.js"], below an init',
        show: appOf(image),
      },
    ];
  });
}

function handlerMissing(image: Linted): Finding[] {
  const stop = stopSignalOf(image.config);
  return runsOf(image).flatMap((one) => {
    const interpreter = interpreterOf(one.words[0] ?? '');
    if (interpreter === undefined || one.below !== 'nothing' || one.names === true) return [];
    if ((interpreter.ends as readonly string[]).includes(stop)) return [];
    const seen = one.names === false ? `; its main file does not name ${stop}` : '';
    return [
      {
        rule: 'handler-missing',
        level: one.names === false ? ('warning' as const) : ('note' as const),
        said: `${said(one)} is PID 1: ${stop} does nothing there unless the program handles it${seen}`,
        fix: `${interpreter.handler.replace('TERM', stop.slice(3))} in the program, or an init before it`,
        show: appOf(image),
      },
    ];
  });
}

function stopSignalUnhandled(image: Linted): Finding[] {
  const stop = stopSignalOf(image.config);
  return runsOf(image).flatMap((one) => {
    const server = serverOf(one.words[0] ?? '');
    if (server === undefined || one.below === 'shell' || (server.stops as readonly string[]).includes(stop)) return [];
    return [
      {
        rule: 'stop-signal-unhandled',
        level: 'warning' as const,
        said: `the stop signal is ${stop}, and ${said(one)} does not stop upon it: it does upon ${server.stops.join(', ')}`,
        fix: `STOPSIGNAL ${server.stops[0]}`,
        show: appOf(image),
        ...(server.source.startsWith('http') ? { link: server.source } : {}),
      },
    ];
  });
}

export const COMMAND_LINTS: readonly Lint[] = [runner, handlerMissing, stopSignalUnhandled];
