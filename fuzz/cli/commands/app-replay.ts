/** `initproof app replay`: a case of an application, run again. */
import { type Command, Option } from 'commander';
import { appCaseAt, applicationOf } from '../../app/case.ts';
import { replayApp, type Replay } from '../../app/replay.ts';
import { storyOf } from '../../app/story.ts';
import { EXIT } from '../../campaign/exit-code.ts';
import { inCell } from '../../report/app-lines.ts';
import { command } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { answer, look } from '../streams.ts';
import { whole, words } from '../values.ts';
import { chooseInits, environment } from './app.ts';

interface Flags {
  init?: string[];
  times: number;
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
    .option('--no-color', 'no colours')
    .action(replay);

async function replay(path: string, { init, times, color }: Flags): Promise<void> {
  const stored = await appCaseAt(path);
  const app = applicationOf(stored, environment(), process.cwd());
  const { out } = look(color);
  const exits: number[] = [];
  for (const one of await chooseInits(init ?? [stored.app.init])) {
    const replays = await interruptible((signal) => replayApp(app, one, stored, times, signal));
    const failing = replays.filter(({ verdict }) => verdict.kind === 'violated');
    const open = replays.filter(({ verdict }) => verdict.kind === 'open');
    const mark = failing.length > 0 ? out('red', '✕') : open.length === replays.length ? out('yellow', '?') : out('green', '✓');
    answer(`${mark} ${one.name}: ${saidOf(failing, open, replays.length)}`, ...linesOf(failing[0] ?? replays[0]));
    exits.push(
      failing.length > 0
        ? EXIT.violated
        : replays.length === 0
          ? EXIT.interrupted
          : open.length === replays.length
            ? EXIT.inconclusive
            : EXIT.holds,
    );
  }
  process.exitCode = [EXIT.interrupted, EXIT.violated, EXIT.inconclusive].find((code) => exits.includes(code)) ?? EXIT.holds;
}

function saidOf(failing: readonly Replay[], open: readonly Replay[], times: number): string {
  const [first] = failing;
  if (first?.verdict.kind === 'violated')
    return `${first.verdict.problems.map(inCell).join(', ')}, ${failing.length} of ${times}: ${first.cause?.said ?? ''}`;
  const [unsure] = open;
  return unsure?.verdict.kind === 'open' ? `could not be judged: ${unsure.verdict.unjudged.said}` : `held, ${times} of ${times}`;
}

const linesOf = (one: Replay | undefined): string[] =>
  one === undefined
    ? []
    : storyOf(one.run).map(
        ({ ms, who, what, fault }) => `  ${fault === true ? '✕' : ' '}${(ms / 1000).toFixed(3).padStart(8)}  ${who.padEnd(11)} ${what}`,
      );
