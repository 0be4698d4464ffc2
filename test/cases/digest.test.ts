import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestOf } from '../../fuzz/cases/digest.ts';

test('the sha256 of a file, as sha256sum(1) prints it; FIPS 180-4 has it of abc', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'initproof-test-'));
  writeFileSync(join(folder, 'abc'), 'abc');
  expect(await digestOf(join(folder, 'abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  await expect(digestOf(join(folder, 'none'))).rejects.toThrow('there is no such file');
  rmSync(folder, { recursive: true });
});
