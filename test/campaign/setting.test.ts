/** How a target file says that its init is started: what lies beside it, its variables, its directory. */
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTarget, type FoundTarget } from '../../fuzz/campaign/find-target.ts';
import { withLab } from '../../fuzz/campaign/lab.ts';
import type { Care } from '../../fuzz/campaign/care.ts';
import type { Launch, Scenario } from '../../fuzz/scenario/scenario.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync('/var/tmp/initproof-');
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'lib'));
  mkdirSync(join(folder, 'service'));
  // What it finds otherwise than it should is its exit code.
  write('my-init', '#!/bin/sh\n. "$(dirname "$0")/lib/start.sh"\nstart "$@"\n', 0o755);
  write(
    'lib/start.sh',
    `start() {
  [ "$COLOUR" = "dark red" ] || exit 91
  [ "$PATH" = /usr/bin:/bin ] || exit 92
  [ "$(pwd)" = "\${PLACE:-/srv/app}" ] || exit 93
  mkdir /etc/service/made || exit 94
  [ -s /etc/service/run ] || exit 95
  echo more >> /etc/service/run || exit 96
  "$@"
}
`,
  );
  write('service/run', 'a file\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text, { mode });
}

async function target(text: string): Promise<FoundTarget> {
  write('t.yaml', text);
  const found = await findTarget(join(folder, 't.yaml'));
  if (!found.ok) throw new Error(found.why);
  return found.target;
}

const WHOLE = `find: {path: ./my-init}
files: [./lib, {from: ./service, at: /etc/service, writable: true}]
variables: {COLOUR: dark red, PATH: /usr/bin:/bin}
directory: /srv/app
`;

const endMain = (launch: Launch): Scenario => ({
  version: 1,
  launch,
  actors: { main: {} },
  steps: [{ exit: { actor: 'main', code: 7 } }],
});

/** Verdicts that are not as they should be, and how the init ended, of several runs. */
const outcomes = (of: FoundTarget, launch: Launch, care: Care, runs: number): Promise<unknown[]> =>
  withLab([of], { jobs: 1 }, (lab) =>
    Promise.all(
      Array.from({ length: runs }, async () => {
        const one = await lab.examine(endMain(launch), of, care);
        if (one.kind !== 'examined') throw new Error(one.kind);
        const violated = one.judgements.filter(({ verdict }) => verdict.kind === 'violated');
        const { exit } = one.trace;
        return [exit?.how === 'exited' ? exit.code : exit, violated.map(({ signature }) => signature), one.unexplained];
      }),
    ),
  );

const SEVEN = [7, [], []];

describe.each<Care>(['quick', 'careful'])('%s', (care) => {
  test('it finds all of it, in each run anew, and its child is judged by it', async () => {
    expect(await outcomes(await target(WHOLE), {}, care, 6)).toEqual(Array(6).fill(SEVEN));
  });

  test('a launch with a directory goes before that of the target', async () => {
    expect(await outcomes(await target(WHOLE), { directory: 'own', env: { PLACE: '/initproof/own' } }, care, 2)).toEqual([SEVEN, SEVEN]);
  });
});

// 2: a shell that cannot read a script of its own.
test.each([
  ['files', 'files: [./lib, {from: ./service, at: /etc/service, writable: true}]\n', '', 2],
  ['writable', ', writable: true', '', 94],
  ['variables', 'COLOUR: dark red, ', '', 91],
  ['directory', 'directory: /srv/app\n', '', 93],
])('without %s it fails, and so would the test above', async (_, text, instead, code) => {
  const without = await target(WHOLE.replace(text, instead));
  const [[exit] = []] = (await outcomes(without, {}, 'careful', 1)) as [unknown][];
  expect(exit).toBe(code);
});

test('one that is like it has the same files, from the folder of that', async () => {
  const whole = await target(WHOLE);
  mkdirSync(join(folder, 'elsewhere'), { recursive: true });
  write('elsewhere/like.yaml', 'like: ../t.yaml\nargs: [--]\n');
  const found = await findTarget(join(folder, 'elsewhere/like.yaml'));
  expect(found).toMatchObject({ ok: true, target: { files: whole.files, ownPlace: whole.ownPlace, variables: whole.variables } });
});

/** How a shell gets the command, and what of its arguments. */
describe.each([
  ['as a string', "args: [-c, '{command}']\n"],
  ['as a string for exec', "args: [-c, 'exec {command}']\ncontract: {becomes: command}\n"],
  ['by a script', "args: ['{file}']\ncontract: {becomes: command}\n"],
  [
    'by a script that a file of its own execs',
    'args: [/etc/service/exec]\ncommand: file\nfiles: [{from: ./service, at: /etc/service}]\ncontract: {becomes: command}\n',
  ],
])('the command %s', (_, text) => {
  test('is what the launch says, with its arguments', async () => {
    write('service/exec', 'exec /initproof/command\n');
    const shell = await target(`find: {path: /usr/bin/dash}\n${text}`);
    const args = ['', 'two words', "it's", '$HOME', 'a\nb'];
    expect(await outcomes(shell, { args }, 'careful', 2)).toEqual([SEVEN, SEVEN]);
    expect(await outcomes(shell, { args }, 'quick', 5)).toEqual(Array(5).fill(SEVEN));
  });

  test('that cannot be started is another one in each run', async () => {
    const shell = await target(`find: {path: /usr/bin/dash}\n${text}`);
    const codes = await withLab([shell], { jobs: 1 }, (lab) =>
      Promise.all(
        (['missing', 'not-executable', 'actor'] as const).map(async (command) => {
          const one = await lab.examine(endMain({ command }), shell, 'quick');
          return one.kind === 'examined' && one.trace.exit?.how === 'exited' && one.trace.exit.code;
        }),
      ),
    );
    expect(codes).toEqual([127, 126, 7]);
  });
});

test('main that has itself traced where the init has become it and is not PID 1 is no end of the init', async () => {
  const shell = await target("find: {path: /bin/bash}\nargs: [-c, '{command}']\ncontract: {becomes: command}\n");
  const traced: Scenario = {
    version: 1,
    launch: { as: 'subreaper' },
    actors: { main: {} },
    steps: [{ traceme: 'main' }, { signal: { signal: 'SIGTERM', to: 'main' } }],
  };
  const one = await withLab([shell], { jobs: 1 }, (lab) => lab.examine(traced, shell, 'careful'));
  expect(one.kind === 'examined' && [one.trace.exit, one.unexplained]).toEqual([undefined, []]);
});

describe('an init that starts its command after a while', () => {
  const SLOW = 'find: {path: ./slow}\nargs: [--]\n';
  // Longer than the 2 s that a command has which another process of the init's stands before (native/src/settle.c).
  const script = '#!/bin/sh\nsleep 3\nshift\n"$@"\n';
  const verdictsOf = async (text: string, launch: Launch) => {
    write('slow', script, 0o755);
    const slow = await target(text);
    return withLab([slow], { jobs: 1 }, async (lab) => {
      const one = await lab.examine(endMain(launch), slow, 'careful');
      if (one.kind !== 'examined') throw new Error(one.kind);
      return one.judgements.map(({ property, verdict, signature }) => signature ?? `${property} ${verdict.kind}`);
    });
  };

  test('is called one that never starts it, unless it says so', async () => {
    expect(await verdictsOf(SLOW, {})).toContain('survives/never-started:sleeps');
    const verdicts = await verdictsOf(`${SLOW}ready: {within: 10s}\n`, {});
    expect(verdicts).toContain('exit-code holds');
    expect(verdicts).toContain('survives holds');
  });

  test('is not judged by what came before', async () => {
    const launch: Launch = { blocked: ['SIGTERM'], pending: ['SIGTERM'] };
    const kinds = (await verdictsOf(`${SLOW}ready: {within: 10s}\n`, launch)).map((said) => said.split(' ')[1]);
    expect(new Set(kinds)).toEqual(new Set(['inconclusive']));
  });

  test.each([
    ['31s', /longer than the limit/],
    ['10', /expected a time/],
  ])('%s is none', async (within, message) => {
    await expect(target(`${SLOW}ready: {within: ${within}}\n`)).rejects.toThrow(message);
  });
});

describe('an init that says when it is ready', () => {
  // SIGTERM before its trap is dropped (pid_namespaces(7)); it starts its command at once.
  const script = (say: string): string => `#!/bin/sh
"$@" &
child=$!
sleep 1
trap 'kill -TERM $child' TERM
${say}
wait $child
wait $child
`;
  const stop = (launch: Launch): Scenario => ({
    version: 1,
    launch,
    actors: { main: {} },
    steps: [{ signal: { signal: 'SIGTERM', to: 'init' } }],
  });
  const forwardsOf = async (say: string, ready: string, launch: Launch = {}) => {
    write('says', script(say), 0o755);
    const slow = await target(`find: {path: ./says}\n${ready === '' ? '' : `ready: ${ready}\n`}`);
    return withLab([slow], { jobs: 1 }, async (lab) => {
      const one = await lab.examine(stop(launch), slow, 'quick');
      if (one.kind !== 'examined') throw new Error(one.kind);
      const forwards = one.judgements.find(({ property }) => property === 'forwards');
      return [forwards?.verdict.kind, one.trace.bound];
    });
  };

  test('is told nothing before, and else loses what comes', async () => {
    expect(await forwardsOf('echo init: ready now', '')).toEqual(['violated', undefined]);
    expect(await forwardsOf('echo init: ready now', '{within: 10s}')).toEqual(['violated', undefined]);
    expect(await forwardsOf('echo init: ready now', "{line: 'init: ready'}")).toEqual(['holds', undefined]);
  });

  test.each<[string, string, Launch]>([
    ['to stderr', 'echo init: ready >&2', {}],
    ['on a terminal', 'echo init: ready', { terminal: 'controlling' }],
    ['bit by bit, behind much else', 'seq 4000; printf "init: re"; sleep 0.1; echo ady', {}],
  ])('%s', async (_, say, launch) => {
    expect(await forwardsOf(say, "{line: 'init: ready'}", launch)).toEqual(['holds', undefined]);
  });

  test('and does not, is not judged', async () => {
    expect(await forwardsOf('echo ready', "{line: 'init: ready', within: 1500ms}")).toEqual(['inconclusive', 'unready']);
  });

  test.each([
    ["{line: ''}", /expected a text of one line/],
    ['{line: "a\\nb"}', /expected a text of one line/],
  ])('%s is no line', async (ready, message) => {
    await expect(target(`find: {path: ./my-init}\nready: ${ready}\n`)).rejects.toThrow(message);
  });
});

describe('what cannot be shown', () => {
  test.each([
    ['./missing', /in `files`: .*missing: there is no such file/],
    ['/dev/null', /neither a file nor a folder/],
    ['{from: ./lib, at: /proc/x}', /nothing can be shown at \/proc\/x/],
    ['{from: ./lib, at: /initproof}', /nothing can be shown at \/initproof/],
    ['{from: ./lib, at: etc/x}', /expected an absolute path/],
    ['{from: ./lib, at: /etc/../x}', /without \. and \.\./],
    ['./lib, ./lib', /two files are to be at/],
  ])('%s', async (file, message) => {
    await expect(target(`find: {path: ./my-init}\nfiles: [${file}]\n`)).rejects.toThrow(message);
  });

  test('what a link is on the way to, with what it leads to', async () => {
    symlinkSync('lib', join(folder, 'link'));
    await expect(target('find: {path: ./my-init}\nfiles: [./link]\n')).rejects.toThrow(
      `link is, or is behind, a link to ${join(realpathSync(folder), 'lib')}: write {from:`,
    );
    await expect(target('find: {path: ./my-init}\nfiles: [./link/start.sh]\n')).rejects.toThrow(/behind, a link/);
  });
});
