/** What an image will do with its stop signal, without any process of it: from what scan finds. */
import { join as joinWords } from 'shlex/shlex.js';
import { printable } from '../base/printable.ts';
import type { Finding } from '../scan/finding.ts';
import { isUnseenScript } from '../scan/pid1.ts';
import { serverOf } from '../scan/programs.ts';
import type { Scanned } from '../scan/scan.ts';
import { stopSignalOf } from '../scan/stop-signal.ts';
import { defectLinesOf } from './defect-lines.ts';
import type { Asked, Grade, Line } from './diagnosis.ts';
import { killedAfter } from './stop-lines.ts';

/** Rules about PID 1 and its stop; `undefined`: the grade of the finding's level. Others are scan's to tell. */
const ABOUT: Readonly<Record<string, Grade | undefined>> = {
  'no-command': undefined,
  'command-missing': 'fault',
  'script-without-exec': 'fault',
  'shell-form': 'warning',
  runner: 'warning',
  'handler-missing': 'warning',
  'no-init': undefined,
  'init-not-pid-1': undefined,
  'init-under-init': undefined,
  'host-pids': undefined,
  'stop-signal': 'fault',
  'stop-signal-unhandled': 'fault',
  'modified-init': 'fault',
  'unverified-init': 'warning',
};

const LEVELS: Readonly<Record<Finding['level'], Grade>> = { error: 'fault', warning: 'warning', note: 'note' };

/** All lines about what scan has seen: PID 1, whether a stop reaches it, what is known of its init. */
export function forecast(scanned: Scanned, asked: Pick<Asked, 'osv' | 'cases' | 'grace'>): Line[] {
  const { pid1, findings } = scanned;
  const about = findings.filter(({ rule }) => rule in ABOUT).map((one) => toLine(one, asked.grace));
  const init = scanned.inits.find(({ path, also }) => [path, ...also].includes(pid1?.path ?? ''));
  const place = { place: `the bytes of ${printable(pid1?.path ?? '')}`, path: pid1?.path ?? '', argv: pid1?.argv ?? [] };
  return [
    ...identityLines(scanned),
    ...stopLines(scanned),
    ...about,
    ...defectLinesOf(pid1?.kind === 'init' ? init?.verified : undefined, place, asked),
  ];
}

function toLine({ rule, level, said, fix, path, show }: Finding, grace: number | undefined): Line {
  const grade = ABOUT[rule] ?? LEVELS[level];
  const dead = rule === 'script-without-exec' ? `. A stop does nothing: ${killedAfter(grace)}` : '';
  const todo = [...(fix === undefined ? [] : [fix]), ...(show === undefined ? [] : [`see it by npx ${show}`])];
  return {
    grade,
    said: `${said.replace(/^(?:a|an|it|no|the) /, (word) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`)}${dead}.`,
    evidence: path === undefined ? 'the command of the configuration' : printable(path),
    ...(todo.length === 0 ? {} : { fix: todo.join('; ') }),
  };
}

const KINDS: Readonly<Record<string, string>> = {
  init: 'an init',
  'other-init': 'a supervisor or another init',
  shell: 'a shell with a command',
  script: 'a shell script',
  program: 'a program that is no init',
};

function kindOf(pid1: NonNullable<Scanned['pid1']>): string {
  if (isUnseenScript(pid1)) return 'a script, of which the text is not seen here';
  return `${KINDS[pid1.kind]}${pid1.unseen === true ? ', by its name' : ''}`;
}

function identityLines({ config, pid1, inits }: Scanned): Line[] {
  if (config === undefined || pid1 === undefined || !(pid1.kind in KINDS)) return [];
  const evidence = `Entrypoint ${printable(JSON.stringify(config.entrypoint))}, Cmd ${printable(JSON.stringify(config.cmd))}`;
  if (config.runtimeInit === true)
    return [{ grade: 'ok', said: 'PID 1 is the init of the runtime (--init).', evidence: 'HostConfig.Init, Path' }];
  const init = inits.find(({ path, also }) => [path, ...also].includes(pid1.path ?? ''));
  const name = printable(pid1.path ?? pid1.argv[0] ?? '');
  if (init === undefined || pid1.kind !== 'init')
    return [
      {
        grade: 'note',
        said: `PID 1 will be ${name}, ${kindOf(pid1)}: ${printable(joinWords([...pid1.argv]))}.`,
        evidence,
      },
    ];
  const { verdict, accepted } = init.verified;
  const said = `PID 1 will be ${name}, ${printable(verdict.what)}: ${printable(verdict.why[0] ?? verdict.kind)}.`;
  return [{ grade: accepted ? 'ok' : 'warning', said, evidence }];
}

/** What is all right, or cannot be told. */
function stopLines(scanned: Scanned): Line[] {
  const { config, pid1 } = scanned;
  if (config === undefined || pid1 === undefined) return [];
  const stop = stopSignalOf(config);
  const evidence = config.stopSignal === undefined ? 'no StopSignal: SIGTERM' : `StopSignal ${printable(config.stopSignal)}`;
  const words = (pid1.runs ?? []).map((one) => printable(joinWords(one.words.slice(0, MOST_WORDS))))[0];
  if (pid1.kind === 'init' || config.runtimeInit === true) {
    const whom = words === undefined ? 'its command' : words;
    return [
      {
        grade: 'ok',
        said: `A stop sends ${stop} to the init, which passes it on to ${whom}: that ends it, or its handler runs.`,
        evidence,
      },
    ];
  }
  const runs = (pid1.runs ?? []).filter(({ below }) => below === 'nothing');
  return runs.flatMap((one): Line[] => {
    const server = serverOf(one.words[0] ?? '');
    if (server?.stops.some((signal) => signal === stop))
      return [{ grade: 'ok', said: `${words} stops upon ${stop}.`, evidence: server.source }];
    if (one.names === true) return [{ grade: 'ok', said: `The main file of ${words} names ${stop}: it handles it.`, evidence }];
    return [];
  });
}

/** Words of a command that are said. */
const MOST_WORDS = 4;
