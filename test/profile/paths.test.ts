import { expect, test } from 'vitest';
import { pathClass } from '../../fuzz/profile/paths.ts';

test.each([
  ['/etc/ld.so.cache', 'library'],
  ['/etc/ld.so.preload', 'library'],
  ['/etc/ld.so.nohwcap', 'library'],
  ['/lib/x86_64-linux-gnu/libc.so.6', 'library'],
  ['/lib64/libc.musl-x86_64.so.1', 'library'],
  ['/proc/self/exe', 'own binary'],
  ['/initproof/actor', 'the command'],
  ['/dev/tty', '/dev/tty'],
  ['/proc/17/mem', '/proc/N/mem'],
  ['/etc/passwd', '/etc/passwd'],
  ['/etc/ld.so.d/../passwd', '/etc/ld.so.d/../passwd'],
  ['/usr/lib/../../etc/shadow', '/usr/lib/../../etc/shadow'],
  ['/tmp/libc.so.6', '/tmp/libc.so.6'],
  ['', 'nothing'],
])('%s is %s', (path, expected) => expect(pathClass(path)).toBe(expected));
