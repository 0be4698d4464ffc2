/** What an application can reach: nothing outside, as root of its sandbox and with all that a shell can try. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Application } from '../../fuzz/app/application.ts';
import { NONE } from '../../fuzz/app/application.ts';
import { runSchedule, wrote } from '../../fuzz/app/run.ts';
import { temporary } from '../fixtures/temporary.ts';

const END = { steps: [{ ready: true as const }] };

async function said(script: string, folder: string, more: Partial<Application> = {}): Promise<string> {
  const app: Application = {
    command: ['bash', '-c', `${script}\necho over`],
    env: { PATH: '/usr/bin:/bin' },
    directory: folder,
    shown: [{ from: folder, at: folder }],
    ready: 'line:over',
    stop: 'SIGTERM',
    ...more,
  };
  return wrote(await runSchedule(app, NONE, END));
}

test('what it writes is gone, in its own folder, in those of the machine, and in /tmp', async () => {
  const folder = temporary();
  writeFileSync(join(folder, 'kept'), 'as it was');
  mkdirSync(join(folder, 'below'));
  const lines = await said('echo changed > kept; rm -r below; echo x > new; echo x > /tmp/initproof-app-left; cat kept; ls', folder);
  expect(lines).toContain('changed\nkept\nnew\nover');
  expect(readdirSync(folder).sort()).toEqual(['below', 'kept']);
  expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('as it was');
  expect(readdirSync('/tmp')).not.toContain('initproof-app-left');
});

/** Each prints its name where it succeeds. */
const ATTEMPTS: Readonly<Record<string, string>> = {
  'a mount': 'mount -t tmpfs none /mnt 2>/dev/null',
  'a user namespace': 'unshare -Ur true 2>/dev/null',
  'the passwords of the machine': 'cat /etc/shadow 2>/dev/null | grep -q .',
  'a setting of the kernel': 'echo 1 > /proc/sys/kernel/panic 2>/dev/null',
  'a process of the machine': 'test $(ls /proc | grep -c "^[0-9]") -gt 8',
  'the memory of the machine': 'head -c 1 /proc/kcore 2>/dev/null | grep -q .',
  'a device that is a disk': 'mknod /tmp/disk b 8 0 2>/dev/null && head -c 1 /tmp/disk >/dev/null 2>&1',
  'the home of the user': 'ls /root/.* 2>/dev/null | grep -q cache',
  'a capability that containers have not': 'grep CapBnd /proc/self/status | grep -qv "00000000a80425fb\\|0000000000000000"',
};

test('it can do nothing to the machine', async () => {
  const script = Object.entries(ATTEMPTS)
    .map(([name, attempt]) => `if ${attempt}; then echo 'REACHED ${name}'; fi`)
    .join('\n');
  const lines = await said(script, temporary());
  expect(lines).toContain('over');
  expect(lines.split('\n').filter((line) => line.startsWith('REACHED'))).toEqual([]);
});

test('its network reaches nobody', async () => {
  const server = createServer((socket) => socket.end('reached'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const lines = await said(
    `(exec 3<>/dev/tcp/127.0.0.1/${port} && cat <&3) 2>/dev/null; ls /sys/class/net 2>/dev/null; cat /proc/net/dev | wc -l`,
    temporary(),
  );
  server.close();
  expect(lines).not.toContain('reached');
  // Two lines of a head, and the loopback interface.
  expect(lines).toContain('3\nover');
});
