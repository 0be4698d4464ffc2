/** Annotations by the grammar of GitHub: a line each, `::command key=value,key=value::message`, read as the runner reads it. */
import { expect, test } from 'vitest';
import { github } from '../../../fuzz/report/formats/github.ts';
import { failure } from '../plain.ts';
import { EACH, HOSTILE, summary, summaryOf } from './summaries.ts';

interface Command {
  kind: string;
  properties: Record<string, string>;
  message: string;
}

const unescaped = (text: string): string =>
  text.replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');

/** As actions/runner does (ActionCommand.TryParseV2): the first `::` after the head ends it. Undefined: it is no command, and would be printed. */
function commandOf(line: string): Command | undefined {
  const [, kind, given, message] = /^::(\S+) (.*?)::(.*)$/.exec(line) ?? [];
  if (kind === undefined || given === undefined || message === undefined) return undefined;
  const properties = given.split(',').map((one): [string, string] => {
    const [name = '', ...value] = one.split('=');
    return [name, unescaped(value.join('='))];
  });
  return { kind, properties: Object.fromEntries(properties), message: unescaped(message) };
}

const commands = (text: string): (Command | undefined)[] => text.trimEnd().split('\n').map(commandOf);

test.each(EACH)('%s: each line is a command, of a kind and with parameters that GitHub knows', (_, one) => {
  for (const command of commands(github(one))) {
    expect(['error', 'warning', 'notice']).toContain(command?.kind);
    for (const name of Object.keys(command?.properties ?? {})) expect(['file', 'line', 'title']).toContain(name);
  }
});

test('what is new is an error at its case, what is open or flaky a warning; what is known is in the sum alone', () => {
  const all = commands(github(summary('campaign')));
  expect(all.map((command) => [command?.kind, command?.properties.title])).toEqual([
    ['error', 'my-init: exit-code/wrong-status:exit'],
    ['warning', 'my-init: stays-idle'],
    ['warning', 'my-init: survives'],
    ['warning', 'my-init: stays-small'],
    ['notice', 'initproof'],
  ]);
  expect(all[0]).toEqual({
    kind: 'error',
    properties: { file: '.initproof/found/my-init/exit-code/686ca06b.yaml', line: '1', title: 'my-init: exit-code/wrong-status:exit' },
    message: 'the init exited with 1, but should exit with 129, since main is to exit with 129 (case 686ca06b, 10 of 10 runs)',
  });
  expect(all.at(-1)?.message).toBe('1 new failure, 1 known, 3 inconclusive, 1 held in 2 000 scenarios');
});

test('a text of a stranger begins no command of its own', () => {
  const text = github(summary('hostile'));
  expect(text).not.toMatch(/^::stop-commands/m);
  const [first] = commands(text);
  expect(first?.properties.title).toBe(
    `${HOSTILE}: exit-code/${HOSTILE}`
      .split('\n')
      .map((line) =>
        line.replaceAll('\r', '\\x0d').replaceAll('\x1b', '\\x1b').replaceAll('\u202e', '\\u{202e}').replaceAll('\ud800', '\\u{d800}'),
      )
      .join('\n'),
  );
});

test('GitHub shows ten of a kind: the last one counts the rest', () => {
  const many = summaryOf(Array.from({ length: 25 }, (_, n) => ({ ...failure, signature: `exit-code/x:${n}`, id: `${n}` })));
  const errors = commands(github(many)).filter((command) => command?.kind === 'error');
  expect([errors.length, errors.at(-1)?.message]).toEqual([10, '16 more: see the summary']);
});
