/** Lints of a Dockerfile: digests that are declared and never checked. An image does not show that: the bytes may be those that were meant, or not. */
import { printable } from '../base/printable.ts';
import { type Bases, lookUp } from '../supply/base.ts';
import type { Instruction } from './dockerfile.ts';
import { CHECK } from './fetched-inits.ts';
import type { Finding } from './finding.ts';

/** A digest that a Dockerfile holds. */
interface Declared {
  hex: string;
  line: number;
  /** Of the variable that has it. */
  name?: string;
}

/** Lengths of MD5, SHA-1, SHA-256, SHA-512 in hexadecimal digits; a commit has 40 as well, and is checked by git. */
const HEX = /(?<![0-9A-Za-z@:/_-])(?:sha256:|sha512:)?([0-9a-f]{128}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9A-Za-z])/gi;
/** What a variable with a digest is called. */
const DIGEST_NAME = /sha_?(?:1|256|512)?(?:_?sum)?|checksum|digest|md5|_sum$/i;
/** A check whose result is thrown away. */
const IGNORED =
  /\b(?:sha\d*sum|shasum|md5sum|b2sum)\b[^;&|\n]{0,200}(?:-c|--check)\b[^;&|\n]{0,200}(?:\|\|\s*(?:true|:|echo|exit\s+0)\b|;\s*true\b)/i;

/** Digests in a Dockerfile that nobody checks, or that are those of something else. */
export function lintDigests(instructions: readonly Instruction[], bases: Bases): Finding[] {
  const declared = instructions.flatMap(declaredIn);
  return [
    ...declared.flatMap((one) => wrongDigest(one, bases)),
    ...declared.filter((one) => !isChecked(one, instructions)).map((one) => neverChecked(one, instructions)),
    ...instructions.filter(({ word, text }) => word === 'RUN' && IGNORED.test(text)).map(ignored),
  ];
}

function declaredIn({ word, text, line }: Instruction): Declared[] {
  if (word === 'ARG' || word === 'ENV') return variables(word, text).map((one) => ({ ...one, line }));
  // In a RUN, what is not compared there is compared nowhere, unless it is a commit.
  if (word !== 'RUN') return [];
  return [...text.matchAll(HEX)].filter(([, hex = '']) => hex.length !== 40).map(([, hex = '']) => ({ hex: hex.toLowerCase(), line }));
}

/** `ARG A=1 B=2`, `ENV A=1`, and the old `ENV A 1`. */
function variables(word: string, text: string): { hex: string; name: string }[] {
  const pairs = [...text.matchAll(/(\w{1,200})=["']?(?:sha\d+:)?([0-9a-fA-F]{32,128})(?![0-9A-Za-z])/g)];
  const old = word === 'ENV' ? /^(\w{1,200})\s+([0-9a-fA-F]{32,128})\s*$/.exec(text) : null;
  return [...pairs, ...(old === null ? [] : [old])]
    .map(([, name = '', hex = '']) => ({ name, hex: hex.toLowerCase() }))
    .filter(({ name, hex }) => [32, 40, 64, 128].includes(hex.length) && DIGEST_NAME.test(name));
}

const mentions = (text: string, name: string): boolean => new RegExp(`\\$(?:${name}\\b|\\{${name}\\b)`).test(text);

/** Names that have the value: `ENV B=$A` gives it on. */
function namesOf(name: string, instructions: readonly Instruction[]): string[] {
  const names = [name];
  for (const { word, text } of instructions) {
    if (word !== 'ENV' && word !== 'ARG' && word !== 'RUN') continue;
    for (const [, alias = '', value = ''] of text.matchAll(/(\w{1,200})=["']?\$\{?(\w{1,200})/g))
      if (names.includes(value) && !names.includes(alias)) names.push(alias);
  }
  return names;
}

/** In an instruction that compares; handed to a program or an instruction that may, it is given the benefit of the doubt. */
function isChecked({ hex, name, line }: Declared, instructions: readonly Instruction[]): boolean {
  if (name === undefined) return instructions.some((one) => one.line === line && mayCheck(one));
  const names = namesOf(name, instructions);
  return instructions.some((one) => {
    if (one.word === 'ARG' || one.word === 'ENV') return false;
    const text = [...one.flags, one.text].join(' ');
    const used = names.some((each) => mentions(text, each)) || text.toLowerCase().includes(hex);
    return used && (one.word !== 'RUN' || mayCheck(one));
  });
}

/** Writing it to a file, or naming it in an address, compares nothing. */
function mayCheck({ text }: Instruction): boolean {
  if (CHECK.test(text)) return true;
  const commands = text.split(/&&|\|\||[;|\n]/).map((one) => one.trim());
  return commands.some(
    (one) =>
      one !== '' &&
      !/^(?:echo|printf|curl|wget|chmod|chown|mv|cp|mkdir|rm|ln|tar|set|apt-get|apt|apk|yum|dnf|export|true|\w+=)/.test(
        one.replace(/^(?:--\S+\s+)*/, ''),
      ),
  );
}

function neverChecked({ hex, name, line }: Declared, instructions: readonly Instruction[]): Finding {
  // ENV is in the environment of scripts, which are not seen.
  const script =
    name !== undefined &&
    instructions.some(({ word, text }) => word === 'RUN' && /(?:^|[;&|\n])\s*(?:\.{0,2}\/[\w./-]+|(?:ba)?sh\s+[\w./-]+)/.test(text));
  const what = name === undefined ? `the digest ${hex.slice(0, 12)}…` : `the digest in ${printable(name)}`;
  return {
    rule: 'digest-never-checked',
    level: script ? 'note' : 'warning',
    said: `${what} is declared and never checked${script ? ', unless a script that is run does' : ''}`,
    fix: `echo "$DIGEST  FILE" | sha256sum -c -, or ADD --checksum=sha256:…`,
    line,
  };
}

function wrongDigest({ hex, line }: Declared, bases: Bases): Finding[] {
  const { falseClaim } = lookUp(bases, { sha256: hex, sha512: hex, sha1: hex, md5: hex });
  return falseClaim === undefined
    ? []
    : [{ rule: 'wrong-digest', level: 'error', said: `${hex.slice(0, 12)}… is the digest of ${falseClaim}`, line }];
}

const ignored = ({ line }: Instruction): Finding => ({
  rule: 'check-ignored',
  level: 'error',
  said: 'a digest is checked, and the command goes on whatever the result is',
  fix: 'take away what follows the check',
  line,
});
