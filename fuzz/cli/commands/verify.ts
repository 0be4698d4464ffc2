/** `initproof verify`: is this binary what it says. */
import { type Command, Option } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { plural } from '../../report/numbers.ts';
import { verifiedValue, verifyLines } from '../../report/verify-lines.ts';
import { type Bases, dateOf, openBases } from '../../supply/base.ts';
import { readBinary } from '../../supply/binary.ts';
import { owningRoot } from '../../supply/owning-root.ts';
import { type PackageRecord, recordOf } from '../../supply/package-record.ts';
import { readKeyText } from '../../supply/signature.ts';
import { ACCEPTABLE, type Acceptable } from '../../supply/verdict.ts';
import { examine, signatureOf, type Verified, verdictOn } from '../../supply/verify.ts';
import { command } from '../command.ts';
import { NothingToRunError, UsageError } from '../errors.ts';
import { answer, answerValues, look, say } from '../streams.ts';
import { oneOf, words } from '../values.ts';

export interface VerifyFlags {
  signature?: string;
  key?: string[];
  digests?: string[];
  accept?: Acceptable[];
  json?: boolean;
  color: boolean;
}

export const acceptOption = (): Option =>
  new Option('--accept <verdicts>', `also accept these verdicts: ${ACCEPTABLE.join(', ')}`)
    .argParser(oneOf(ACCEPTABLE))
    .default([], 'none');
export const signatureOption = (): Option => new Option('--signature <file>', 'its detached OpenPGP signature; needs the package openpgp');
export const keyOption = (): Option => new Option('--key <file>', "a public key besides tini's, which is shipped").argParser(words);
export const digestsOption = (): Option =>
  new Option('--digests <file>', 'a base of your own, in addition; give the option again for more').argParser(words);

export function verifyCommand(): Command {
  return command('verify', 'Identify an init binary, and check that it is a released or packaged file. Fetches nothing.', [
    'initproof verify /usr/bin/tini',
    'initproof verify ./tini --signature tini.asc',
  ])
    .argument('<file...>')
    .addOption(signatureOption())
    .addOption(keyOption())
    .addOption(digestsOption())
    .addOption(acceptOption())
    .option('--json', 'NDJSON on stdout')
    .option('--no-color', 'no colours')
    .addHelpText('after', VERDICTS)
    .action(verify);
}

const VERDICTS = `
Verdicts:
  known good     a release file, by a digest from at least two sources or by upstream's signature   passes
  known package  a file of a distribution's package, by its digest                                  passes
  single source  a release file, by one source only or by SHA-1 only
  unknown build  its texts name an init, but its digest is unknown
  modified       it looks like a known build, or says that it was changed, but its bytes differ
  unknown        no known init
Exit codes: 0 all pass, 1 some do not, 2 wrong usage, 3 openpgp is missing.`;

async function verify(files: string[], flags: VerifyFlags): Promise<void> {
  if (flags.signature !== undefined && files.length > 1) throw new UsageError('--signature is of one file: give one');
  const bases = await openBases(flags.digests);
  const all: Verified[] = [];
  for (const file of files) all.push(await verifyFile(file, flags, bases));
  if (flags.json === true) answerValues(all.map((one) => ({ ...verifiedValue(one), base: dateOf(bases) })));
  else {
    answer(...verifyLines(all, look(flags.color).out));
    say(baseLine(bases));
  }
  if (all.some(({ accepted }) => !accepted)) process.exitCode = EXIT.violated;
}

async function verifyFile(file: string, flags: VerifyFlags, bases: Bases): Promise<Verified> {
  const binary = await readBinary(file, file);
  const signed = await signedBy(file, flags, bases);
  const { bytes: _, ...rest } = binary;
  const facts = { ...rest, ...examine(binary), file, record: await recordOnDisk(file, binary.digests) };
  return verdictOn({ ...facts, ...(signed === undefined ? {} : { signed }) }, { bases, accept: flags.accept ?? [] });
}

async function recordOnDisk(file: string, digests: Verified['digests']): Promise<PackageRecord> {
  const owner = await owningRoot(file).catch(() => undefined);
  return owner === undefined ? { kind: 'none' } : recordOf(owner.root, owner.path, digests);
}

/** The signature of `file`, where one is given. Throws where nothing here can check one. */
export async function signedBy(file: string, flags: Pick<VerifyFlags, 'signature' | 'key'>, bases: Bases): Promise<Verified['signed']> {
  if (flags.signature === undefined) return undefined;
  const paths = [flags.signature, ...(flags.key ?? [])];
  const [signature, ...keys] = await Promise.all(paths.map(readKeyText));
  const signed = await signatureOf(await readBinary(file, file), signature ?? Buffer.alloc(0), bases, keys);
  if (signed.kind === 'unchecked' && signed.why.includes('npm install')) throw new NothingToRunError(signed.why);
  return signed;
}

/** How old what is known is: what was released since is not in it. */
export function baseLine(bases: Bases): string {
  const [shipped, ...own] = bases;
  const { releases = [], packages = [] } = shipped?.base ?? {};
  const yours = own.length === 0 ? '' : `, and ${own.map(({ file }) => file).join(', ')}`;
  return `  base of ${dateOf(bases)}: ${plural(releases.length, 'release file')}, ${plural(packages.length, 'file')} of packages${yours}; nothing was fetched`;
}
