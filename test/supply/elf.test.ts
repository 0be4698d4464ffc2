import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readElf } from '../../fuzz/supply/elf.ts';
import { temporary } from '../fixtures/temporary.ts';
import { NAMES, packaged, printer } from './binaries.ts';

describe.each(NAMES)('%s of Debian', (name) => {
  test('the facts are those that readelf gives', async () => {
    const path = await packaged(name);
    const said = execFileSync('readelf', ['-lnS', '-W', path], { encoding: 'utf8' });
    const interpreter = /interpreter: (.*?)\]/.exec(said)?.[1];
    expect(readElf(readFileSync(path))).toEqual({
      kind: 'elf',
      arch: 'amd64',
      linked: interpreter === undefined ? 'static' : 'dynamic',
      ...(interpreter === undefined ? {} : { interpreter }),
      stripped: !said.includes('SYMTAB'),
      buildId: /Build ID: (\w+)/.exec(said)?.[1],
    });
  });
});

test('a program that was just built has its symbols', () =>
  expect(readElf(readFileSync(printer(join(temporary(), 'p'))))).toMatchObject({ kind: 'elf', stripped: false, linked: 'dynamic' }));

test('what is none is none', () => {
  expect(readElf(Buffer.from('#!/bin/sh\n'))).toEqual({ kind: 'none' });
  expect(readElf(Buffer.alloc(0))).toEqual({ kind: 'none' });
});

test('headers that lead out of the file are said, whichever bytes of a real file are changed or cut off', async () => {
  const real = readFileSync(await packaged('tini'));
  let damaged = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(63), fc.nat(255)), { maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(1023), fc.nat(255)), { maxLength: 8 }),
      fc.oneof(fc.constant(real.length), fc.nat(real.length)),
      (inHeader, further, length) => {
        const bytes = Buffer.from(real.subarray(0, length));
        for (const [at, value] of [...inHeader, ...further]) if (at > 3 && at < bytes.length) bytes[at] = value;
        const { kind } = readElf(bytes);
        if (kind === 'damaged') damaged++;
        expect(['elf', 'damaged', 'none']).toContain(kind);
      },
    ),
    { numRuns: 2000 },
  );
  expect(damaged).toBeGreaterThan(100);
});

test('32 bits and the other byte order are read', () => {
  const bytes = Buffer.alloc(52);
  bytes.write('\x7fELF\x01\x02\x01', 'latin1');
  bytes.writeUInt16BE(8, 18);
  expect(readElf(bytes)).toEqual({ kind: 'elf', arch: 'mips', linked: 'static', stripped: true });
});
