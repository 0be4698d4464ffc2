/** `initproof accept`: a finding that somebody has accepted, with a reason and a last day. */
import { existsSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { foundFolder } from '../../campaign/keep.ts';
import { tells } from '../../campaign/causes.ts';
import { BASELINE, type BaselineEntry, baselineFile, dayOf, isDay, readBaseline, writeBaseline } from '../../cases/baseline.ts';
import { listCases, type StoredCase } from '../../cases/store.ts';
import { triggerOf } from '../../cause/trigger.ts';
import { TAMPERED } from '../../judge/fault.ts';
import { corpusFolders, DEFAULT_OUT } from '../choose.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { answer } from '../streams.ts';

interface Flags {
  target: string;
  reason: string;
  until: string;
  owner?: string;
  state?: string;
  baseline?: string;
}

const day = (text: string): string => {
  if (!isDay(text)) throw new InvalidArgumentError('Expected a day such as 2026-01-31.');
  return text;
};

export function acceptCommand(): Command {
  return command('accept', 'Accept a finding for some time: until that day it is known, and fails nothing.', [
    "initproof accept forwards/lost:SIGTERM --target ./my-init --reason 'see #12' --until 2027-01-31",
    "initproof accept forwards/lost:SIGTERM --target tini --reason 'upstream' --until 2027-01-31 --state .initproof-state",
  ])
    .argument('<signature>', 'signature of the finding, or the start of the id of its case')
    .requiredOption('--target <target>', 'the target, as the finding names it')
    .requiredOption('--reason <text>', 'why it may be')
    .addOption(new Option('--until <day>', 'last day, such as 2027-01-31').argParser(day).makeOptionMandatory())
    .option('--owner <name>', 'who accepts it')
    .option('--state <dir>', 'state of nights: the finding is there, and so is its baseline')
    .option('--baseline <file>', `file to add it to (default: ${BASELINE}, or baseline.yaml of the state)`)
    .action(accept);
}

async function accept(word: string, flags: Flags): Promise<void> {
  const { target, reason, until, owner, state } = flags;
  const since = dayOf(new Date());
  if (until < since) throw new UsageError(`--until ${until} is over: today is ${since}`);
  const path = baselineFile(flags.baseline ?? state ?? BASELINE);
  const before = existsSync(path) ? await readBaseline(path) : [];
  const entries = (await casesOf(word, target, state ?? DEFAULT_OUT)).map(
    ({ case: known }): BaselineEntry => ({
      target,
      property: known.property ?? '',
      signature: known.signature ?? '',
      reason,
      ...(owner === undefined ? {} : { owner }),
      since,
      until,
      scenario: triggerOf(known),
    }),
  );
  await writeBaseline(path, [...before.filter((old) => !entries.some((entry) => isSame(old, entry))), ...entries]);
  for (const { signature } of entries) answer(`${target}: ${signature} is accepted until ${until} (${path})`);
}

/** The later one takes the place of the earlier one. */
const isSame = (a: BaselineEntry, b: BaselineEntry): boolean =>
  a.target === b.target && a.signature === b.signature && JSON.stringify(a.scenario) === JSON.stringify(b.scenario);

/** The cases of the finding: what was found on the target, else what a corpus has. */
async function casesOf(word: string, target: string, out: string): Promise<StoredCase[]> {
  const all: StoredCase[] = [];
  for (const folder of [foundFolder(out, target), ...corpusFolders()]) {
    const { cases } = await listCases(folder);
    const of = cases.filter(
      ({ case: known }) => tells(known, { name: target }) && known.property !== undefined && known.property !== TAMPERED,
    );
    const meant = of.filter(({ id, case: { signature } }) => signature === word || (/^[0-9a-f]{4,8}$/.test(word) && id.startsWith(word)));
    if (meant.length > 0) return meant;
    all.push(...of);
  }
  const known = [...new Set(all.map(({ case: { signature = '' } }) => signature))];
  throw new UsageError(
    `no finding ${word} on ${target}${didYouMean(word, known) || (known.length === 0 ? '' : `; there are ${known.slice(0, 8).join(', ')}`)}`,
  );
}
