import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { afterEach, expect, test, vi } from 'vitest';
import { inert, painter, rendered } from '../../fuzz/report/paint.ts';

const VARIABLES = ['FORCE_COLOR', 'NO_COLOR', 'NODE_DISABLE_COLORS', 'CI', 'TERM'];
const stream = (isTTY: boolean): NodeJS.WriteStream =>
  Object.assign(new PassThrough(), { isTTY, getColorDepth: WriteStream.prototype.getColorDepth }) as unknown as NodeJS.WriteStream;
const [terminal, file] = [stream(true), stream(false)];

function paintWith(env: Record<string, string>, stream: NodeJS.WriteStream, colour = true): string {
  for (const name of VARIABLES) vi.stubEnv(name, env[name]);
  return rendered(painter(stream, colour)('red', 'x'));
}
afterEach(() => void vi.unstubAllEnvs());

const RED = '\x1b[31mx\x1b[39m';

test('colour is for terminals that show it', () => {
  expect(paintWith({}, file)).toBe('x');
  expect(paintWith({ TERM: 'dumb' }, terminal)).toBe('x');
  expect(paintWith({ CI: 'true' }, terminal)).toBe('x');
  expect(paintWith({ NO_COLOR: '1' }, terminal)).toBe('x');
});

test('FORCE_COLOR goes before the stream, --no-color before all', () => {
  expect(paintWith({ FORCE_COLOR: '1', CI: 'true' }, file)).toBe(RED);
  expect(paintWith({ FORCE_COLOR: '1' }, file, false)).toBe('x');
});

test('what is painted is rendered, and nothing else that a terminal acts upon', () => {
  vi.stubEnv('FORCE_COLOR', '1');
  const paint = painter(terminal);
  const line = `${paint('red', 'a\x1b[32mb')} c\x1b[31md\x9b1m\u202e\n${paint('bold', paint('dim', 'e'))}`;
  expect(rendered(line)).toBe('\x1b[31ma\\x1b[32mb\x1b[39m c\\x1b[31md\\x9b1m\\u{202e}\\x0a\x1b[1m\x1b[2me\x1b[22m\x1b[22m');
  expect(rendered(rendered('\x1b[31m'))).toBe('\\x1b[31m');
  expect(inert(inert(line))).toBe(inert(line));
});
