import { execa } from 'execa';
import { expect, test } from 'vitest';
import { isShText, shComment, shWord } from '../../fuzz/export/sh-text.ts';

test.each(['', 'plain', "it's", '$(rm) `rm` "x" \\', 'a\nb', '-n ; é'])('%j is one word, as it is', async (text) => {
  const { stdout } = await execa('sh', ['-c', `printf '[%s]' ${shWord(text)}`]);
  expect(stdout).toBe(`[${text}]`);
});

test('a comment ends with its line', () => {
  expect(shComment(['a\nrm', '', 'b\r'])).toEqual(['# a\\x0arm', '#', '# b\\x0d']);
});

test('bytes that are no text are told', () => {
  expect([isShText('é\n'), isShText('\udcff'), isShText('\0')]).toEqual([true, false, false]);
});
