/** `initproof why`: what is wrong with a container that runs. */
import type { Command } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { whyLines, whyValue } from '../../report/why-lines.ts';
import { openOsv } from '../../scan/osv.ts';
import type { SignalName } from '../../scenario/signals.ts';
import { openBases } from '../../supply/base.ts';
import { lookAt } from '../../why/container.ts';
import { diagnose } from '../../why/diagnosis.ts';
import { command } from '../command.ts';
import { answer, answerValues, answerWidth, look } from '../streams.ts';
import { signalNamed, whole } from '../values.ts';

interface WhyFlags {
  pid: number;
  stopSignal: SignalName;
  json?: boolean;
  color: boolean;
}

export const whyCommand = (): Command =>
  command(
    'why',
    'Say why a running container does not stop, or fills with zombies. Looks at /proc and control groups only: nothing is signalled, traced or changed.',
    ['initproof why --pid 4711', "initproof why --pid $(docker inspect -f '{{.State.Pid}}' web)"],
  )
    .requiredOption('--pid <pid>', 'PID 1 of the container, by its number on this machine', whole(1, 4_194_304))
    .option('--stop-signal <signal>', 'the signal that stops it: STOPSIGNAL of its image', signalNamed, 'SIGTERM')
    .option('--json', 'one JSON value on stdout')
    .option('--no-color', 'no colours')
    .addHelpText('after', '\nExit codes: 0 nothing is wrong, 1 something is, 2 wrong usage, or a process that may not be looked at.')
    .action(why);

async function why({ pid, stopSignal, json, color }: WhyFlags): Promise<void> {
  const container = await lookAt(pid, { bases: await openBases(), accept: [] });
  const lines = diagnose(container, { stop: stopSignal, osv: await openOsv() });
  if (json === true) answerValues([whyValue(container, lines)]);
  else answer(...whyLines(container, lines, look(color).out, answerWidth()));
  if (lines.some(({ grade }) => grade === 'fault')) process.exitCode = EXIT.violated;
}
