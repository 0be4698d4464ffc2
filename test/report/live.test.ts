import { expect, test } from 'vitest';
import { LiveBlock } from '../../fuzz/report/live.ts';

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
  block.draw(['\x1b[31m12345678\x1b[39m']);
  expect(written).toEqual(['\x1b[?2026h\x1b[31m1234\x1b[39m\n\x1b[?2026l']);
});
