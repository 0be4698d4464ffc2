/** Binaries that the tests of supply and scan look at: those of Debian's packages, and copies of them that are not what they say. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchPackage } from '../../fuzz/execute/inits.ts';

export const PACKAGED = {
  tini: ['tini', 'usr/bin/tini'],
  'tini-static': ['tini', 'usr/bin/tini-static'],
  'dumb-init': ['dumb-init', 'usr/bin/dumb-init'],
  catatonit: ['catatonit', 'usr/bin/catatonit'],
} as const;
export type PackagedName = keyof typeof PACKAGED;
export const NAMES = Object.keys(PACKAGED) as PackagedName[];

/** The path of the packaged binary, fetched where it is not in the cache. */
export async function packaged(name: PackagedName): Promise<string> {
  const [from, path] = PACKAGED[name];
  const fetched = await fetchPackage(from);
  if (!fetched.ok) throw new Error(`${from}: ${fetched.why}`);
  return join(fetched.folder, path);
}

/** What was found once; offsets differ from build to build. */
function at(bytes: Buffer, text: string): number {
  const found = bytes.indexOf(text);
  if (found < 0) throw new Error(`the binary does not hold ${text}`);
  return found;
}

/** A text in every build of each that is not shown nor asked for by anything: its first byte is what is changed. */
const ODD: Record<PackagedName, string> = { tini: 'Usage: ', 'tini-static': 'Usage: ', 'dumb-init': 'Usage: ', catatonit: 'usage: ' };
const VERSION: Record<PackagedName, [string, string]> = {
  tini: ['tini version 0.19.0', 'tini version 0.19.9'],
  'tini-static': ['tini version 0.19.0', 'tini version 0.19.9'],
  'dumb-init': ['1.2.5\n', '1.2.6\n'],
  catatonit: ['\x000.1.7\x00', '\x000.1.8\x00'],
};

/** Copies of a packaged binary that are not it. */
export const COPIES: Record<string, (name: PackagedName, from: string, to: string) => void> = {
  'one byte changed': (name, from, to) => {
    const bytes = readFileSync(from);
    const place = at(bytes, ODD[name]);
    bytes[place] = (bytes[place] ?? 0) ^ 0x20;
    writeFileSync(to, bytes, { mode: 0o755 });
  },
  'another version': (name, from, to) => {
    const bytes = readFileSync(from);
    const [now, then] = VERSION[name];
    bytes.write(then, at(bytes, now), 'latin1');
    writeFileSync(to, bytes, { mode: 0o755 });
  },
  // Debian has stripped them already: this cuts off the section headers too, as sstrip does.
  stripped: (name, from, to) => {
    const bytes = readFileSync(from);
    const cut = Buffer.from(bytes.subarray(0, Number(bytes.readBigUInt64LE(40))));
    cut.writeBigUInt64LE(0n, 40);
    cut.fill(0, 60, 64);
    writeFileSync(to, cut, { mode: 0o755 });
    execFileSync(to, [name === 'catatonit' ? '--version' : '-h'], { stdio: 'ignore' });
  },
};

/** A program that does no more than print tini's version. */
export function printer(to: string): string {
  const source = `${to}.c`;
  writeFileSync(source, '#include <stdio.h>\nint main(void) { puts("tini version 0.19.0"); return 0; }\n');
  execFileSync('cc', ['-o', to, source]);
  return to;
}

export function script(to: string): string {
  writeFileSync(to, '#!/bin/sh\n# tini version 0.19.0 TINI_VERBOSITY\nexec "$@"\n', { mode: 0o755 });
  return to;
}

/** A program that has all of tini's texts and the given version text. */
export function lookalike(to: string, version: string): string {
  const source = `${to}.c`;
  writeFileSync(source, `#include <stdio.h>\nint main(void) { puts("TINI_VERBOSITY"); puts("tini version ${version}"); return 0; }\n`);
  execFileSync('cc', ['-o', to, source]);
  return to;
}
