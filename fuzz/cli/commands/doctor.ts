/** `initproof doctor`: can this machine run it, and what to change. */
import type { Command } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { findTarget } from '../../campaign/find-target.ts';
import { shippedTargets } from '../../campaign/target-files.ts';
import type { Check } from '../../execute/check.ts';
import { checkMachine } from '../../execute/machine.ts';
import { plural } from '../../report/numbers.ts';
import type { Paint } from '../../report/paint.ts';
import { command } from '../command.ts';
import { answer, answerValues, look } from '../streams.ts';

export function doctorCommand(): Command {
  return command('doctor', 'Check whether this machine can run initproof, and say what to change.', [
    'initproof doctor',
    'initproof doctor --json',
  ])
    .option('--json', 'one JSON value on stdout')
    .option('--no-color', 'no colours')
    .action(async ({ json, color }: { json?: boolean; color: boolean }) => {
      const checks = [...(await checkMachine()), await checkTargets()];
      const problems = checks.filter(({ status }) => status === 'problem').length;
      if (json === true) answerValues([{ type: 'doctor', ok: problems === 0, checks }]);
      else
        answer(
          ...lines(checks, look(color).out),
          '',
          problems === 0 ? '  this machine can run it' : `  cannot run here: ${plural(problems, 'problem')}`,
        );
      if (problems > 0) process.exitCode = EXIT.machine;
    });
}

async function checkTargets(): Promise<Check> {
  const names = (await shippedTargets()).map(({ file }) => file.name);
  const results = await Promise.all(names.map((name) => findTarget(name, { fetch: false }).catch(() => undefined)));
  const there = names.filter((_, n) => results[n]?.ok === true);
  const missing = names.filter((name) => !there.includes(name));
  if (missing.length === 0) return { name: 'targets', status: 'ok', said: there.join(', '), fix: [] };
  const said = `${there.join(', ') || 'none'}; not here: ${missing.join(', ')}`;
  return { name: 'targets', status: 'note', said, fix: ['initproof targets fetch'] };
}

const MARKS = { ok: '✓', note: '!', problem: '✕' } as const;
const STYLES = { ok: 'green', note: 'yellow', problem: 'red' } as const;

function lines(checks: readonly Check[], paint: Paint): string[] {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks.flatMap(({ name, status, said, fix }) => [
    `  ${paint(STYLES[status], MARKS[status])} ${name.padEnd(width)}  ${said}`,
    ...(status === 'ok' ? [] : fix.map((line) => `    ${' '.repeat(width)}  → ${line}`)),
  ]);
}
