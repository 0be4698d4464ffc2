import { beforeAll, describe, expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { initproof, setUp, SET_UP_MS } from './initproof.ts';

let cwd: string;
beforeAll(async () => {
  setUp();
  cwd = temporary();
}, SET_UP_MS);

const COMMANDS = [
  'run',
  'replay',
  'shrink',
  'compare',
  'corpus',
  'corpus list',
  'corpus add',
  'corpus check',
  'targets',
  'targets list',
  'targets fetch',
  'doctor',
  'explore',
  'app',
  'app replay',
  'contract',
  'explain',
  'bisect',
  'profile',
  'profile record',
  'profile check',
  'profile diff',
  'verify',
  'scan',
  'digests',
  'digests add',
  'export',
  'completion',
  'accept',
  'nightly',
  'report',
];

test.concurrent.each(['', ...COMMANDS])('help of "%s" begins with two examples that are commands', async (command) => {
  const { exit, out, err } = await initproof([...command.split(' ').filter(Boolean), '--help'], { cwd });
  expect([exit, err]).toEqual([0, '']);
  const [head, first, second, , usage] = out.split('\n');
  expect([head, usage?.replace(/ \[.*/, '')]).toEqual([
    'Examples:',
    `Usage: initproof${command === '' ? '' : ` ${command}`}`.replace(/ <.*/, ''),
  ]);
  for (const example of [first, second]) expect(example).toMatch(new RegExp(`^ {2}initproof ${command}`));
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(140);
});

/** What they answer is a file, for other programs or for an editor; groups of commands answer nothing. */
const WITHOUT_JSON = [
  'corpus',
  'targets',
  'profile',
  'digests',
  'contract',
  'export',
  'completion',
  'profile record',
  'digests add',
  'accept',
];

test.concurrent.each([...COMMANDS.filter((command) => !WITHOUT_JSON.includes(command))])('"%s" takes --json', async (command) => {
  expect((await initproof([...command.split(' '), '--help'], { cwd })).out).toMatch(/^ {2}--json /m);
});

test('help of the whole lists the exit codes', async () => {
  expect((await initproof(['--help'], { cwd })).out).toMatch(/Exit codes: 0 .* 1 .* 2 .* 3 .* 4 nothing was tried .*\n70 .* 130 .* 141 /);
});

describe('what is no command', () => {
  test.concurrent.each([
    [['ruin'], /unknown command 'ruin'\n {2}\(Did you mean run\?\)/],
    [['run', '--tmie', '5s'], /unknown option '--tmie'\n {2}\(Did you mean --time\?\)/],
    [['run', '--time', '5x'], /'5x' is invalid. Expected a time such as 20s or 5m/],
    [
      ['run', 'tini', '-g'],
      /unknown option '-g'\n {2}there is the target tini-g \(tini -g\); else an option of the init is written --args '-g --'$/,
    ],
    [['run', './my-init', '-g', '-v'], /unknown option '-g'\n {2}an option of the init is written --args '-g -v'$/],
    [['run', '-g'], /unknown option '-g'$/],
    [['run', '--args', '-g'], /--args is for targets that are named: give one/],
    [['run', 'tini', '--args', '"'], /'"' is invalid. Expected words such as '-g --', with every quote closed/],
    [['run', '--forever', '--time', '5s'], /cannot be used with/],
    [['run', '--property', 'exit-cod'], /no property exit-cod, did you mean exit-code\?/],
  ])('%j', async (args, said) => {
    const { exit, out, err } = await initproof(args, { cwd });
    expect(err).toMatch(said);
    expect(err).toMatch(/^initproof: /);
    expect([exit, out]).toEqual([2, '']);
  });

  test('nothing at all shows the help, on stderr', async () => {
    const { exit, out, err } = await initproof([], { cwd });
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch('Usage: initproof');
  });
});

test('the version is that of the package', async () => {
  const { exit, out } = await initproof(['--version'], { cwd });
  expect([exit, out]).toEqual([0, '0.1.0']);
});
