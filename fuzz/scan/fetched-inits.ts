/** Inits that a Dockerfile fetches from the network without a check of what it gets: their bytes are PID 1, and often run as root. */
import { printable } from '../base/printable.ts';
import type { Bases } from '../supply/base.ts';
import type { Instruction } from './dockerfile.ts';
import type { Finding } from './finding.ts';

/** What compares or verifies, in a RUN. */
export const CHECK =
  /\b(?:sha(?:1|224|256|384|512)?sum|shasum|md5sum|b2sum|cksum|rhash|gpgv?|cosign|minisign|apk\s+add|openssl\s+dgst|Get-FileHash)\b/i;

/** An address of an init's release, and its file. */
const ADDRESS = /https?:\/\/\S{1,500}\/((?:tini|dumb-init|catatonit|s6-overlay)[\w.+${}-]{0,100})/gi;

interface Fetched {
  address: string;
  /** The name of the file. */
  file: string;
  line: number;
}

export function fetchedInits(instructions: readonly Instruction[], bases: Bases): Finding[] {
  const values = variablesOf(instructions);
  return instructions
    .flatMap(fetchedBy)
    .map((one) => ({ ...one, address: filledIn(one.address, values), file: filledIn(one.file, values) }))
    .filter((one) => !isChecked(one, instructions))
    .map((one) => finding(one, bases));
}

function fetchedBy({ word, flags, text, line }: Instruction): Fetched[] {
  if (word === 'ADD' && flags.some((flag) => flag.startsWith('--checksum='))) return [];
  if (word !== 'ADD' && (word !== 'RUN' || !/\b(?:curl|wget|fetch)\b/.test(text))) return [];
  return [...text.matchAll(ADDRESS)]
    .filter(([, file = '']) => !SIGNATURE.test(file))
    .map(([address, file = '']) => ({ address, file, line }));
}

/** What is fetched to check the other. */
const SIGNATURE = /\.(?:asc|sig|sha\d+(?:sum)?|md5)$/i;

/** Where something is checked with the name of the init in it, that is given the benefit of the doubt. */
const isChecked = ({ file }: Fetched, instructions: readonly Instruction[]): boolean =>
  instructions.some(({ word, text }) => word === 'RUN' && CHECK.test(text) && text.toLowerCase().includes(initIn(file)));

const initIn = (file: string): string => /^(?:tini|dumb-init|catatonit|s6-overlay)/i.exec(file)?.[0].toLowerCase() ?? file;

/** `ARG A=1`, `ENV A=1`, `ENV A 1`; the first of a name. */
function variablesOf(instructions: readonly Instruction[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const { word, text } of instructions) {
    if (word !== 'ARG' && word !== 'ENV') continue;
    for (const [, name = '', value = ''] of text.matchAll(/(\w{1,200})[= ]["']?([^\s"']{1,200})/g))
      if (!values.has(name)) values.set(name, value);
  }
  return values;
}

const filledIn = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(/\$\{?(\w{1,200})\}?/g, (whole, name: string) => values.get(name) ?? whole);

function finding({ address, file, line }: Fetched, bases: Bases): Finding {
  const digest = knownDigest(address, file, bases);
  return {
    rule: 'init-never-checked',
    level: 'warning',
    said: `${printable(file)} is fetched, and its digest is not checked: who can change what is there has PID 1`,
    fix: `ADD --checksum=sha256:${digest ?? '…'}, or sha256sum -c -${digest === undefined ? '' : '; that is the digest of the release'}`,
    show: `initproof verify ./${printable(file)}`,
    line,
  };
}

/** What the base has of that file of that release. */
function knownDigest(address: string, file: string, bases: Bases): string | undefined {
  const version = /\/v?(\d+(?:\.\d+)+)\//.exec(address)?.[1];
  const releases = bases.flatMap(({ base }) => base.releases);
  return releases.find((one) => one.version === version && one.init === initIn(file) && one.files.includes(file))?.digests.sha256;
}
