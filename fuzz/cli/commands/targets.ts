/** `initproof targets`: the inits that come with it. */
import type { Command } from 'commander';
import { packagesOf } from '../../campaign/find-in-package.ts';
import { findTarget } from '../../campaign/find-target.ts';
import { shippedTargets } from '../../campaign/target-files.ts';
import { EXIT } from '../../campaign/exit-code.ts';
import type { TargetFile } from '../../cases/target-file.ts';
import { fetchPackage } from '../../execute/inits.ts';
import { cutTable } from '../../report/table.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { answer, answerColumns, answerValues, say } from '../streams.ts';

export function targetsCommand(): Command {
  return command('targets', 'The inits that come with initproof: list, fetch.', ['initproof targets list', 'initproof targets fetch tini'])
    .addCommand(listCommand())
    .addCommand(fetchCommand());
}

function listCommand(): Command {
  return command('list', 'List targets, and whether each can be run.', ['initproof targets list', 'initproof targets list --json'])
    .option('--json', 'NDJSON on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const targets = await shippedTargets();
      const found = await Promise.all(targets.map(async ({ file, path }) => ({ file, path, result: await look(file.name) })));
      if (json === true) answerValues(found.map(({ file, path, result }) => ({ type: 'listed', ...file, file: path, ...result })));
      else {
        const rows = found.map(({ file, result }) => [file.name, file.title, result.version ?? '', result.binary ?? result.why ?? '']);
        answer(...cutTable(rows, answerColumns()));
      }
    });
}

async function look(name: string): Promise<{ binary?: string; version?: string; why?: string }> {
  try {
    const result = await findTarget(name, { fetch: false });
    if (!result.ok) return { why: result.why };
    const { binary, version } = result.target;
    return { binary, ...(version === undefined ? {} : { version }) };
  } catch (error) {
    return { why: (error as Error).message };
  }
}

function fetchCommand(): Command {
  return command('fetch', 'Fetch the Debian packages of targets into the cache.', [
    'initproof targets fetch',
    'initproof targets fetch tini --again',
  ])
    .argument('[target...]', 'default: all')
    .option('--again', 'fetch again what is in the cache')
    .option('--json', 'NDJSON on stdout')
    .action(fetch);
}

async function fetch(names: string[], { again = false, json }: { again?: boolean; json?: boolean }): Promise<void> {
  const targets = (await shippedTargets()).map(({ file }) => file);
  const chosen = names.length === 0 ? targets : names.map((name) => named(name, targets));
  const packages = [...new Set(chosen.flatMap(packagesOf))];
  const results = await Promise.all(packages.map(async (name) => ({ name, result: await fetchPackage(name, { again }) })));
  if (json === true) answerValues(results.map(({ name, result }) => ({ type: 'package', name, ...result })));
  for (const { name, result } of json === true ? [] : results) {
    if (result.ok) answer(`✓ ${name} ${result.version}  ${result.folder}`);
    else say(`initproof: ${name}: ${result.why}`);
  }
  if (results.some(({ result }) => !result.ok)) process.exitCode = EXIT.machine;
}

function named(name: string, targets: readonly TargetFile[]): TargetFile {
  const target = targets.find((one) => one.name === name);
  if (target !== undefined) return target;
  throw new UsageError(
    `no target ${name}${didYouMean(
      name,
      targets.map((one) => one.name),
    )}`,
  );
}
