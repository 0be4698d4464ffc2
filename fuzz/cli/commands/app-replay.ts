/** `initproof app replay`: a case of an application, run again. */
import { type Command, Option } from 'commander';
import { appCaseAt, applicationOf } from '../../app/case.ts';
import { replayApp, type Replay } from '../../app/replay.ts';
import { storyOf } from '../../app/story.ts';
import { EXIT } from '../../campaign/exit-code.ts';
import { inCell, storyText } from '../../report/app-lines.ts';
import type { AppReplayValue } from '../../report/app-value.ts';
import type { Paint } from '../../report/paint.ts';
import { chooseInits, environment } from '../choose-init.ts';
import { command } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { answer, answerValues, look } from '../streams.ts';
import { whole, words } from '../values.ts';

interface Flags {
  init?: string[];
  times: number;
  json?: boolean;
  color: boolean;
}

export const appReplayCommand = (): Command =>
  command('replay', 'Run a case of an application again.', [
    'initproof app replay .initproof/app/stop-when-ready/none-hangs.yaml',
    'initproof app replay test/stop.yaml --init tini --times 10',
  ])
    .argument('<case>', 'path of the case')
    .addOption(new Option('--init <init>', 'on these inits (default: the one of the case)').argParser(words))
    .addOption(new Option('--times <n>', 'how often').argParser(whole(1, 1000)).default(3))
    .option('--json', 'a value for each init on stdout')
    .option('--no-color', 'no colours')
    .action(replay);

async function replay(path: string, { init, times, json, color }: Flags): Promise<void> {
  const stored = await appCaseAt(path);
  const app = applicationOf(stored, environment(), process.cwd());
  const exits: number[] = [];
  for (const one of await chooseInits(init ?? [stored.app.init])) {
    const value = replayValue(path, one.name, await interruptible((signal) => replayApp(app, one, stored, times, signal)));
    if (json === true) answerValues([value]);
    else answer(...linesOf(value, look(color).out));
    exits.push(exitOf(value));
  }
  process.exitCode = [EXIT.interrupted, EXIT.violated, EXIT.inconclusive].find((code) => exits.includes(code)) ?? EXIT.holds;
}

function replayValue(path: string, init: string, replays: readonly Replay[]): AppReplayValue {
  const failing = replays.filter(({ verdict }) => verdict.kind === 'violated');
  const open = replays.filter(({ verdict }) => verdict.kind === 'open');
  const shown = failing[0] ?? replays[0];
  return {
    type: 'app-replay',
    case: path,
    init,
    runs: replays.length,
    failing: failing.length,
    open: open.length,
    said: saidOf(failing, open, replays.length),
    story: shown === undefined ? [] : storyOf(shown.run),
  };
}

function exitOf({ runs, failing, open }: AppReplayValue): number {
  if (failing > 0) return EXIT.violated;
  if (runs === 0) return EXIT.interrupted;
  return open === runs ? EXIT.inconclusive : EXIT.holds;
}

function saidOf(failing: readonly Replay[], open: readonly Replay[], times: number): string {
  const [first] = failing;
  if (first?.verdict.kind === 'violated')
    return `${first.verdict.problems.map(inCell).join(', ')}, ${failing.length} of ${times}: ${first.cause?.said ?? ''}`;
  const [unsure] = open;
  return unsure?.verdict.kind === 'open' ? `could not be judged: ${unsure.verdict.unjudged.said}` : `held, ${times} of ${times}`;
}

function linesOf({ init, runs, failing, open, said, story }: AppReplayValue, paint: Paint): string[] {
  const mark = failing > 0 ? paint('red', '✕') : open === runs ? paint('yellow', '?') : paint('green', '✓');
  return [`${mark} ${init}: ${said}`, ...story.map(storyText)];
}
