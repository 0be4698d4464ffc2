import { expect, test } from 'vitest';
import { parseJson, runConfig, toConfig } from '../../fuzz/scan/config.ts';

const config = (value: object) =>
  toConfig(parseJson(runConfig, Buffer.from(JSON.stringify(value)), 'the configuration', { image: 'x.tar' }));

test('what is left out, or null, is what the runtime takes', () => {
  const nothing = { entrypoint: [], cmd: [], user: '', workingDir: '/', path: expect.stringContaining('/usr/local/sbin:') };
  expect(config({})).toEqual(nothing);
  expect(config({ Entrypoint: null, Cmd: null, Env: null, User: null, StopSignal: null, WorkingDir: null })).toEqual(nothing);
});

test('the last PATH counts, a command may be one text, a signal a number', () => {
  const given = {
    Entrypoint: '/tini',
    Cmd: ['a', 'b'],
    Env: ['PATH=/a', 'X=1', 'PATH=/b'],
    StopSignal: 15,
    WorkingDir: '/app',
    User: 'app',
  };
  expect(config(given)).toEqual({ entrypoint: ['/tini'], cmd: ['a', 'b'], path: '/b', user: 'app', stopSignal: '15', workingDir: '/app' });
});

test.each([
  ['{', /the configuration is no JSON/],
  ['{"Env": 7}', /the configuration is none: Env/],
  ['[]', /the configuration is none/],
])('%s is refused', (text, said) => {
  expect(() => parseJson(runConfig, Buffer.from(text), 'the configuration', { image: 'x.tar' })).toThrow(said);
});
