import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { afterEach, expect, test, vi } from 'vitest';
import { painter } from '../../fuzz/report/paint.ts';

const VARIABLES = ['FORCE_COLOR', 'NO_COLOR', 'NODE_DISABLE_COLORS', 'CI', 'TERM'];
const stream = (isTTY: boolean): NodeJS.WriteStream =>
  Object.assign(new PassThrough(), { isTTY, getColorDepth: WriteStream.prototype.getColorDepth }) as unknown as NodeJS.WriteStream;
const [terminal, file] = [stream(true), stream(false)];

function paintWith(env: Record<string, string>, stream: NodeJS.WriteStream, colour = true): string {
  for (const name of VARIABLES) vi.stubEnv(name, env[name]);
  return painter(stream, colour)('red', 'x');
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
