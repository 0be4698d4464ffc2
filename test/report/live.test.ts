import { expect, test, vi } from 'vitest';
import { LiveBlock } from '../../fuzz/report/live.ts';
import { painter } from '../../fuzz/report/paint.ts';

/** A terminal `columns` wide that keeps what is written. */
function terminal(columns: number) {
  const written: string[] = [];
  const stream = { columns, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { written, block: new LiveBlock(stream) };
}

test('a block is drawn over the one before, in one synchronized update', () => {
  const { written, block } = terminal(80);
  block.draw(['a', 'b']);
  block.draw(['c']);
  block.clear();
  block.clear();
  expect(written).toEqual(['\x1b[?2026ha\nb\n\x1b[?2026l', '\x1b[?2026h\x1b[2A\x1b[Jc\n\x1b[?2026l', '\x1b[1A\x1b[J']);
});

test('lines are cut to the width, escapes not counted, so that none wraps', () => {
  const { written, block } = terminal(5);
  vi.stubEnv('FORCE_COLOR', '1');
  block.draw([painter(process.stderr)('red', '12345678')]);
  vi.unstubAllEnvs();
  expect(written).toEqual(['\x1b[?2026h\x1b[31m1234\x1b[39m\n\x1b[?2026l']);
});

test('what a stranger has put into a line is escaped before it is cut', () => {
  const { written, block } = terminal(20);
  block.draw(['a\x1b[2Jb\nc\u202ed']);
  expect(written).toEqual(['\x1b[?2026ha\\x1b[2Jb\\x0ac\\u{20\n\x1b[?2026l']);
});
