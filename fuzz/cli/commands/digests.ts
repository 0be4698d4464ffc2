/** `initproof digests`: a base of known digests of one's own. */
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { openBases } from '../../supply/base.ts';
import { readBinary } from '../../supply/binary.ts';
import { addToBase, makeEntry } from '../../supply/entry.ts';
import { toJson } from '../../base/printable.ts';
import { command } from '../command.ts';
import { answer, answerFile, say } from '../streams.ts';
import { outputFile } from '../values.ts';
import { keyOption, signatureOption, signedBy } from './verify.ts';

interface AddFlags {
  signature?: string;
  key?: string[];
  source?: string[];
  init?: string;
  release?: string;
  to?: string;
}

export function digestsCommand(): Command {
  return command('digests', 'Maintain a base of your own digests, for --digests of verify and scan.', [
    'initproof digests add ./tini --signature tini.asc --to digests.json',
    'initproof digests add ./my-init --init my-init --release 1.4.0 --source "our build 812" --to digests.json',
  ]).addCommand(addCommand());
}

function addCommand(): Command {
  return command('add', 'Make an entry for a binary with a good signature, or for which you name a source.', [
    'initproof digests add ./tini --signature tini.asc --to digests.json',
    'initproof digests add ./tini --source "release notes of 0.19.0" >>entries',
  ])
    .argument('<file>')
    .addOption(signatureOption())
    .addOption(keyOption())
    .addOption(new Option('--source <text>', 'where you have read its digest; give the option again for more').argParser(several))
    .option('--init <name>', 'which init it is, where its bytes do not tell')
    .option('--release <version>', 'its version, where its bytes do not tell')
    .addOption(
      new Option('--to <file>', 'add the entry to this base, which is created if missing (default: print the entry)').argParser(outputFile),
    )
    .action(add);
}

const several = (text: string, before: string[] = []): string[] => [...before, text];

async function add(file: string, flags: AddFlags): Promise<void> {
  const { init, release: version, source: sources = [] } = flags;
  const signed = await signedBy(file, flags, await openBases());
  const entry = makeEntry({
    name: basename(file),
    binary: await readBinary(file, file),
    sources,
    ...(init === undefined ? {} : { init }),
    ...(version === undefined ? {} : { version }),
    ...(signed === undefined ? {} : { signed }),
  });
  if (!entry.ok) {
    say(`initproof: ${file}: no entry: ${entry.why}`);
    process.exitCode = signed === undefined ? EXIT.usage : EXIT.violated;
    return;
  }
  if (flags.to === undefined) return answerFile(`${toJson(entry.release)}\n`);
  const { releases } = await addToBase(flags.to, entry.release, new Date().toISOString().slice(0, 10));
  answer(`✓ ${entry.release.init} ${entry.release.version} ${entry.release.digests.sha256} in ${flags.to}, ${releases.length} in all`);
}
