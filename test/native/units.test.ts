/** The unit tests in C, each a program of its own: `make -C native units`. */
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';

test('the unit tests in C pass', async () => {
  const { all, exitCode } = await execa('make', ['-C', join(PACKAGE_ROOT, 'native'), 'units'], { all: true, reject: false });
  expect([exitCode, all]).toEqual([0, expect.stringContaining('unit-lib')]);
});
