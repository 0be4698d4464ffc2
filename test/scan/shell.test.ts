import { expect, test } from 'vitest';
import { byShell, isShellText } from '../../fuzz/scan/shell.ts';

test('interpreters', () => {
  expect(['/bin/sh -e', '/usr/bin/env bash', '/usr/bin/python3', '/usr/bin/env node'].map(byShell)).toEqual([true, true, false, false]);
});

test('a shell with text, and a shell with a script', () => {
  expect([isShellText(['/bin/sh', '-c', 'a']), isShellText(['bash', '-ec', 'a']), isShellText(['sh', 'a.sh'])]).toEqual([
    true,
    true,
    false,
  ]);
});
