import { expect, test } from 'vitest';
import { inspected } from '../../fuzz/scan/inspect.ts';
import { scanWords } from '../../fuzz/scan/scan.ts';
import { rules, scanning } from './scanning.ts';

const read = (value: unknown) => inspected(Buffer.from(JSON.stringify(value)), 'i.json');
const found = async (value: object): Promise<string[]> =>
  (await Promise.all(read([value]).map(({ name, config }) => scanWords(name, config, scanning)))).flatMap(rules);

test('a container runs its path and arguments, an image what it says', () => {
  expect(read([{ Name: '/web', Path: '/usr/bin/tini', Args: ['--', 'app'], Config: { Cmd: ['app'], User: '7' } }])).toMatchObject([
    { name: 'web', config: { entrypoint: ['/usr/bin/tini', '--', 'app'], cmd: [], user: '7' } },
  ]);
  expect(read([{ RepoTags: ['app:1'], Config: { Entrypoint: 'app', Cmd: null } }])).toMatchObject([
    { name: 'app:1', config: { entrypoint: ['app'] } },
  ]);
});

test("podman's own init is the runtime's", () => {
  expect(read([{ Path: '/run/podman-init', Args: ['--', 'app'] }])[0]?.config).toMatchObject({ entrypoint: ['app'], runtimeInit: true });
});

test('lints by words alone', async () => {
  expect(await found({ Path: '/app', Config: { User: '1' } })).toEqual(['no-init']);
  expect(await found({ Path: '/app', HostConfig: { Init: true }, Config: { User: '1' } })).toEqual([]);
  expect(await found({ Path: 'tini', Args: ['--', 'app'], HostConfig: { Init: true }, Config: { User: '1' } })).toEqual([
    'init-under-init',
  ]);
  expect(await found({ Path: 'tini', Args: ['--', 'app'], HostConfig: { PidMode: 'host' }, Config: { User: 'app' } })).toEqual([
    'host-pids',
  ]);
  expect(await found({ Path: 'tini', Args: ['--', 'app'], HostConfig: { PidMode: '' } })).toEqual(['runs-as-root']);
});

test.each([['no JSON'], [{ a: [1] }.a], [[{ Args: 'x' }]]])('%j is an error', (value) => {
  expect(() => inspected(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), 'i.json')).toThrow(/i\.json {2}it is no/);
});
