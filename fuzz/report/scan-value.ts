/** Scans as JSON; README.md says what each field is. */
import { VERSION } from '../campaign/version.ts';
import type { Finding } from '../scan/finding.ts';
import type { FoundInit } from '../scan/linted.ts';
import type { Script } from '../scan/script.ts';
import type { Scanned } from '../scan/scan.ts';
import { type VerifiedValue, verifiedValue } from './verify-lines.ts';

/** All scans of one run. */
export interface ScanReport {
  scanned: readonly Scanned[];
  /** Those that could not be scanned. */
  errors: readonly { image: string; message: string }[];
  /** Days of the base of digests and of the newest advisory. */
  base: string;
  advisories: string;
}

/** Whether that init is PID 1: by its place, and where none is at that, by its bytes: what a process runs may have been moved. */
export function isPid1({ pid1, inits }: Pick<Scanned, 'pid1' | 'inits'>, init: FoundInit): boolean {
  if (pid1?.kind !== 'init') return false;
  const there = inits.find(({ path, also }) => [path, ...also].includes(pid1.path ?? ''));
  return init === (there ?? inits.find(({ verified }) => verified.digests.sha256 === pid1.examined?.digests.sha256));
}

/** How to see it: a case of the corpus, replayed, or a command of its own. */
export const replayOf = ({ case: name, show }: Finding): string | undefined =>
  show ?? (name === undefined ? undefined : `initproof replay ${name}`);

export interface ScanValue extends Omit<ScanReport, 'scanned'> {
  type: 'scan';
  /** Version of initproof. */
  initproof: string;
  images: ImageValue[];
}

interface ImageValue extends Omit<Scanned, 'inits' | 'findings' | 'pid1'> {
  pid1?: Pid1Value;
  inits: InitValue[];
  findings: (Omit<Finding, 'show'> & { replay?: string })[];
}

type Pid1Value = Omit<NonNullable<Scanned['pid1']>, 'examined' | 'script'> & Partial<Script>;

/** A verified binary, of which the file is `path`. */
interface InitValue extends Omit<VerifiedValue, 'type' | 'file'>, Pick<FoundInit, 'path' | 'also'> {
  isPid1: boolean;
  /** In octal, four digits. */
  mode: string;
  uid: number;
  gid: number;
}

export function scanValue({ scanned, errors, base, advisories }: ScanReport): ScanValue {
  return { type: 'scan', initproof: VERSION, base, advisories, images: scanned.map(imageValue), errors };
}

function imageValue(one: Scanned): ImageValue {
  const { image, kind, reference, config, pid1, inits, findings, layers, files } = one;
  return {
    image,
    kind,
    ...(reference === undefined ? {} : { reference }),
    layers,
    files,
    ...(config === undefined ? {} : { config }),
    ...(pid1 === undefined ? {} : { pid1: pid1Value(pid1) }),
    inits: inits.map((init) => ({ path: init.path, also: init.also, isPid1: isPid1(one, init), ...restOf(init) })),
    findings: findings.map(({ show, ...finding }) => {
      const replay = replayOf({ ...finding, ...(show === undefined ? {} : { show }) });
      return { ...finding, ...(replay === undefined ? {} : { replay }) };
    }),
  };
}

function pid1Value({ kind, argv, path, why, script, runs, unseen }: NonNullable<Scanned['pid1']>): Pid1Value {
  return {
    kind,
    argv,
    ...(path === undefined ? {} : { path }),
    ...(why === undefined ? {} : { why }),
    ...script,
    ...(runs === undefined ? {} : { runs }),
    ...(unseen === undefined ? {} : { unseen }),
  };
}

/** As `verify --json` has it; the file is `path`. */
function restOf({ verified }: FoundInit): Omit<InitValue, 'path' | 'also' | 'isPid1'> {
  const { type: _, file: __, ...rest } = verifiedValue(verified);
  return { ...rest, mode: verified.mode.toString(8).padStart(4, '0'), uid: verified.uid, gid: verified.gid };
}
