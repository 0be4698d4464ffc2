/** `nightly`, `report` and `accept` as people call them. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { readLedger } from '../../fuzz/nightly/state.ts';
import { temporary } from '../fixtures/temporary.ts';
import { mistakesIn } from '../report/check-value.ts';
import { begin, FAULTY, initproof, type Ran, setUp, SET_UP_MS, SOUND, values, write } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);

let cwd: string;
beforeEach(() => {
  cwd = temporary();
});

const night = (args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran> =>
  initproof(['nightly', FAULTY, '--like', 'sound', '--state', 'state', '--no-corpus', '--seed', '1', '--runs', '40', ...args], {
    cwd,
    env,
  });

test('a night tells what is new, fails, and leaves a state that report tells again', async () => {
  const files = ['night.md', 'night.html', 'night.xml', 'night.sarif', 'night.ndjson'].flatMap((name) => ['--output', name]);
  const first = await night(files);
  expect(first.exit).toBe(1);
  expect(first.out).toContain('1 new');
  expect(first.err).toContain('a sound init holds, a faulty one is caught');
  expect(readFileSync(join(cwd, 'night.md'), 'utf8')).toContain('| **new** |');
  for (const name of ['night.html', 'night.xml', 'night.sarif', 'night.ndjson'])
    expect(readFileSync(join(cwd, name), 'utf8')).toContain('exit-code/wrong-status:exit');
  expect(readdirSync(join(cwd, 'state')).sort()).toEqual(['cursor.json', 'found', 'history.ndjson', 'ledger.json', 'lock', 'stories.json']);

  const report = (...args: string[]): Promise<Ran> => initproof(['report', 'state', ...args], { cwd });
  expect((await report()).out).toBe(first.out);
  const [id = ''] = (await readLedger(join(cwd, 'state'))).findings.map((finding) => finding.id);
  const issue = (await report('--format', 'issue')).out;
  expect(issue).toContain('exit-code/wrong-status:exit');
  // The C file that export makes of it.
  expect(issue).toContain('int main(');
  const json = (await report('--format', 'json')).out;
  expect(mistakesIn(JSON.parse(json))).toEqual([]);
  expect(JSON.parse(json)).toMatchObject({ v: 1, type: 'nights', night: 1, findings: [{ id, state: 'new' }] });
  // The picture is that of the night: the report is drawn without running anything.
  expect((await report('--format', 'html')).out).toBe(readFileSync(join(cwd, 'night.html'), 'utf8').trimEnd());
  expect(readFileSync(join(cwd, 'night.html'), 'utf8')).toMatch(/<article[\s\S]*<svg viewBox[\s\S]*What happened, line by line/);
  expect((await report('--format', 'junit')).out).toMatch(/<testcase [^>]*name="exit-code"[^>]*><failure /);
  expect(JSON.parse((await report('--format', 'badge')).out)).toMatchObject({ message: '1 new failure', color: 'red' });
  expect((await report('--format', 'github')).out).toMatch(/^::error file=state\/found\//m);
  await write(join(cwd, 'state'), 'stories.json', '{');
  expect((await report('--format', 'markdown')).out).toContain('pictures are left out');
  expect(await report('--format', 'issue', '--finding', 'ffff')).toMatchObject({ exit: 2, err: expect.stringContaining(id) });
  expect(await initproof(['report', '.'], { cwd })).toMatchObject({ exit: 2, err: expect.stringContaining('no night') });

  const all = values(await night(['--json']));
  expect(all[0]).toMatchObject({ type: 'night', night: 2, known: 1 });
  expect(all.find(({ type }) => type === 'replayed')).toMatchObject({ id, repeats: [10, 10] });
  expect(all.find((event) => event.type === 'finding' && event.id === id)).toMatchObject({ state: 'still' });
  expect(all.at(-1)).toMatchObject({ type: 'night-end', night: 2 });
});

test('what is accepted fails neither a night nor a run', async () => {
  const about = ['exit-code/wrong-status:exit', '--target', FAULTY, '--reason', 'see #12', '--owner', 'ada'];
  const days = ['--until', '2999-01-01'];
  expect(await initproof(['accept', ...about, ...days], { cwd })).toMatchObject({ exit: 2, err: expect.stringContaining('no finding') });
  expect((await night(['--runs', '10'])).exit).toBe(1);
  expect(await initproof(['accept', ...about, '--until', '2020-01-01', '--state', 'state'], { cwd })).toMatchObject({ exit: 2 });
  expect(await initproof(['accept', ...about, '--until', 'soon', '--state', 'state'], { cwd })).toMatchObject({ exit: 2 });
  const accepted = await initproof(['accept', ...about, ...days, '--state', 'state'], { cwd });
  expect(accepted).toMatchObject({ exit: 0, out: expect.stringContaining('until 2999-01-01') });
  await night(['--runs', '1']);
  expect((await readLedger(join(cwd, 'state'))).findings.map(({ state, why }) => [state, why])).toContainEqual([
    'accepted',
    'until 2999-01-01',
  ]);

  // It is replayed: new scenarios are steered around what is known.
  mkdirSync(join(cwd, 'none'));
  const found = [
    'run',
    FAULTY,
    '--like',
    'sound',
    '--corpus',
    'none',
    '--out',
    'other',
    '--seed',
    '1',
    '--runs',
    '10',
    '--property',
    'exit-code',
    '--json',
  ];
  const run = await initproof([...found, '--baseline', 'state/baseline.yaml'], { cwd });
  expect(values(run).find(({ type }) => type === 'failure')).toMatchObject({ known: true, accepted: { reason: 'see #12', owner: 'ada' } });
  expect(run.exit).toBe(0);
});

test('two nights at a time are one too many: the second says who is there', async () => {
  const first = begin(['nightly', SOUND, '--state', 'state', '--no-corpus', '--time', '5m'], { cwd });
  await new Promise<void>((resolve) => {
    first.stderr.on('data', (text: Buffer) => {
      if (text.includes('night 1')) resolve();
    });
  });
  expect(await night()).toMatchObject({ exit: 2, err: expect.stringContaining(`process ${first.pid} on `) });
  // Once: it ends cleanly, and its night counts.
  first.kill('SIGINT');
  expect((await first).exitCode).toBe(130);
  expect(await readLedger(join(cwd, 'state'))).toMatchObject({ night: 1, reported: true });
});

test('a message says what is new, where something is; its address is never said', async () => {
  const got: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (part: Buffer) => got.push(part.toString()));
    request.on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/SECRET`;
  try {
    const first = await night(['--runs', '10'], { INITPROOF_NOTIFY: url });
    expect(JSON.parse(got.join(''))).toEqual({ text: expect.stringContaining('exit-code/wrong-status:exit') });
    expect(first.out + first.err).not.toContain('SECRET');
  } finally {
    server.close();
  }
  const wrong = await night(['--notify', 'SECRET']);
  expect([wrong.exit, wrong.err]).toEqual([2, expect.stringContaining('--notify')]);
  expect(wrong.out + wrong.err).not.toContain('SECRET');
});

test('a state that is not understood is wrong usage, and stays as it is', async () => {
  await night(['--runs', '1', '--dry-run']);
  expect(await night(['--dry-run', '--report', 'a.html'])).toMatchObject({
    exit: 2,
    err: expect.stringContaining('--dry-run writes no report'),
  });
  await write(join(cwd, 'state'), 'ledger.json', '{"v":99}');
  expect(await night()).toMatchObject({ exit: 2, err: expect.stringContaining('ledger.json') });
  expect(readFileSync(join(cwd, 'state', 'ledger.json'), 'utf8')).toBe('{"v":99}');
});

test("the workflow's commands are those that there are", async () => {
  const workflow = parse(readFileSync(join(PACKAGE_ROOT, 'fuzz', 'nightly', 'github.yaml'), 'utf8')) as {
    jobs: { nightly: { steps: { run?: string; uses?: string; if?: string }[] } };
  };
  const { steps } = workflow.jobs.nightly;
  const commands = steps.flatMap(({ run = '' }) =>
    [...run.matchAll(/npx initproof ([^\n|>]*)/g)].map(([, words = '']) => words.trim().split(/\s+/)),
  );
  expect(commands.map(([name]) => name)).toEqual(['nightly', 'report', 'report']);
  for (const [name = '', ...words] of commands) {
    const { out } = await initproof([name, '--help'], { cwd });
    for (const word of words.filter((one) => one.startsWith('--'))) expect(out).toContain(word);
  }
  // A night with news fails its job, and its state is to be kept all the same.
  const save = steps.find(({ uses }) => uses?.startsWith('actions/cache/save'));
  expect(save?.if).toBe('always()');
});
