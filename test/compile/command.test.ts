import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { placeOf, wordsOf } from '../../fuzz/compile/command.ts';

const program = (launch = {}, setting = {}) => ({ launch, setting });

test('it is behind the arguments of the init', () => {
  expect(wordsOf(program({ args: ['a'] }), ['-g', '--'])).toEqual({ init: ['-g', '--'], args: ['a'] });
});

test('as one string it is what a shell reads as the same words', () => {
  const args = ['', 'two words', "it's", '$HOME `id` \\', 'a\nb', '-c', '*', 'naïve "x"', '{file}', '$&'];
  const { init, args: behind } = wordsOf(program({ args }), ['-c', 'exec {command}; echo {command}']);
  expect(behind).toEqual([]);
  const script = (init[1] ?? '').replaceAll('/initproof/actor', "printf '%s\\0'").replace('exec ', '');
  expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, args.length)).toEqual(args);
});

test('by a script it is a line of that, whoever names it', () => {
  const file = "#!/bin/sh\nexec /initproof/missing 'a b'\n";
  const launch = { command: 'missing', args: ['a b'] };
  expect(wordsOf(program(launch), ['--run={file}'])).toEqual({ init: ['--run=/initproof/command'], args: [], file });
  expect(wordsOf(program(launch, { command: 'file' }), ['/etc/service'])).toEqual({ init: ['/etc/service'], args: [], file });
});

test('where it is', () => {
  expect(placeOf(program(), ['{commands}'])).toBe('appended');
  expect([['-c', '{command}'], ['{file}'], ['{file}', '{command}']].map((args) => placeOf(program(), args))).toEqual([
    'string',
    'file',
    'file',
  ]);
});
