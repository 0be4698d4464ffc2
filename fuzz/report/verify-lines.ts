/** Verified binaries, as lines and as JSON values. */
import { packageName } from '../supply/verdict.ts';
import type { ElfFacts } from '../supply/elf.ts';
import type { PackageRecord } from '../supply/package-record.ts';
import { printable } from '../base/printable.ts';
import type { Signed } from '../supply/signature.ts';
import type { Verified } from '../supply/verify.ts';
import type { VerdictKind } from '../supply/verdict.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

/** Verdicts in words. */
export const IN_WORDS: Readonly<Record<VerdictKind, string>> = {
  'known-good': 'known good',
  'known-package': 'known package',
  'single-source': 'single source',
  'unknown-build': 'unknown build',
  modified: 'modified',
  unknown: 'unknown',
};

/** What passes is ✓, what has been changed ✕, what nobody knows ?. */
export function markOf({ accepted, verdict }: Pick<Verified, 'accepted' | 'verdict'>, paint: Paint): string {
  if (accepted) return paint('green', '✓');
  return verdict.kind === 'modified' ? paint('red', '✕') : paint('yellow', '?');
}

/** One binary with all that is known of it; several as a table. */
export function verifyLines(all: readonly Verified[], paint: Paint): string[] {
  const [first, ...others] = all;
  if (first !== undefined && others.length === 0) return [...headOf(first, paint), ...factsOf(first)];
  const rows = table(
    all.map(({ file, verdict }) => [printable(file), IN_WORDS[verdict.kind], verdict.what, verdict.why[0] ?? '']),
    '',
  );
  return all.flatMap((one, n) => [`  ${markOf(one, paint)} ${rows[n] ?? ''}`, ...warnings(one).map((line) => `      ! ${line}`)]);
}

function headOf(verified: Verified, paint: Paint): string[] {
  const { file, verdict } = verified;
  return [
    `  ${markOf(verified, paint)} ${printable(file)}  ${IN_WORDS[verdict.kind]}: ${verdict.what}`,
    ...verdict.why.map((why) => `    ${why}`),
  ];
}

function factsOf(verified: Verified): string[] {
  const { digests, elf, builder, record, signed, size, mode, uid, gid } = verified;
  const built = [builder.compiler, builder.libc === undefined ? undefined : `embeds ${builder.libc}`].filter((one) => one !== undefined);
  const rows: [string, string][] = [
    ['sha256', digests.sha256],
    ['size', `${size} bytes`],
    ['elf', elf.kind === 'elf' ? elfLine(elf) : elf.kind === 'damaged' ? `damaged: ${elf.why}` : 'none'],
    ...(built.length === 0 ? [] : [['built', printable(built.join(', '))] as [string, string]]),
    ['record', recordLine(record)],
    ...(signed === undefined ? [] : [['signature', signedLine(signed)] as [string, string]]),
    ['mode', `${mode.toString(8).padStart(4, '0')}, owner ${uid}, group ${gid}`],
  ];
  return ['', ...table(rows, '    '), ...warnings(verified).map((line) => `  ! ${line}`)];
}

function elfLine({ arch, linked, interpreter, stripped, buildId }: ElfFacts): string {
  const parts = [
    arch,
    interpreter === undefined ? linked : `${linked} (${printable(interpreter)})`,
    stripped ? 'stripped' : 'with symbols',
    buildId === undefined ? 'no build id' : `build id ${buildId}`,
  ];
  return parts.join(', ');
}

function recordLine(record: PackageRecord): string {
  if (record.kind === 'none') return 'no package manager has it';
  return printable(`${record.manager} ${record.package} ${record.revision ?? ''}: ${record.kind}`);
}

function signedLine(signed: Signed): string {
  if (signed.kind !== 'good') return `${signed.kind}: ${printable(signed.why)}`;
  return `good, by ${signed.who}: ${signed.key}${signed.key === signed.primary ? '' : `, a subkey of ${signed.primary}`}, on ${signed.made}`;
}

/** What is wrong beside the verdict. */
function warnings({ permissions, signed, known, record, verdict }: Verified): string[] {
  return [
    ...permissions.map((one) => `it is ${one}`),
    ...(signed === undefined || signed.kind === 'good' ? [] : [`the signature is ${signed.kind}: ${printable(signed.why)}`]),
    ...(record.kind === 'differs' && verdict.kind !== 'modified'
      ? [`it is not what ${record.manager} unpacked from ${printable(record.package)}`]
      : []),
    ...(known.lookalike === undefined ? [] : [`it says ${known.lookalike.says}`]),
  ];
}

/** What is told of one binary. */
export interface VerifiedValue
  extends Pick<Verified, 'file' | 'accepted' | 'size' | 'digests' | 'identity' | 'elf' | 'builder' | 'record' | 'signed' | 'permissions'> {
  type: 'verified';
  verdict: Verified['verdict']['kind'];
  what: Verified['verdict']['what'];
  why: Verified['verdict']['why'];
  release?: { files: string[]; sources: string[] };
  package?: string;
}

export function verifiedValue({
  file,
  size,
  digests,
  identity,
  elf,
  builder,
  known,
  record,
  signed,
  permissions,
  verdict,
  accepted,
}: Verified): VerifiedValue {
  return {
    type: 'verified',
    file,
    verdict: verdict.kind,
    what: verdict.what,
    why: verdict.why,
    accepted,
    size,
    digests,
    identity,
    elf,
    builder,
    record,
    ...(signed === undefined ? {} : { signed }),
    permissions,
    ...(known.release === undefined ? {} : { release: { files: known.release.release.files, sources: known.release.by } }),
    ...(known.package === undefined ? {} : { package: packageName(known.package) }),
  };
}
