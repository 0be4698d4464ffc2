import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { isWebHook, notify } from '../../fuzz/nightly/notify.ts';

const SECRET = 'T0123SECRET';
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A real server on the loopback device. Returns its address. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}`;
}

interface Got {
  method: string | undefined;
  type: string | undefined;
  body: string;
}

/** Answers with these one after the other. */
function answering(codes: readonly number[], got: Got[], headers = {}): RequestListener {
  return async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    got.push({ method: request.method, type: request.headers['content-type'], body });
    response.writeHead(codes[got.length - 1] ?? 500, headers).end('ok');
  };
}

test('a text is posted as JSON', async () => {
  const got: Got[] = [];
  expect(await notify(await serve(answering([200], got)), 'a "text"\nof two lines')).toEqual({ ok: true });
  expect(got).toEqual([{ method: 'POST', type: 'application/json', body: '{"text":"a \\"text\\"\\nof two lines"}' }]);
});

test('a service that fails is tried three times', async () => {
  const got: Got[] = [];
  expect(await notify(await serve(answering([503, 429, 204], got)), 'x', [1, 1])).toEqual({ ok: true });
  expect(got).toHaveLength(3);
  const failing: Got[] = [];
  expect(await notify(await serve(answering([500, 500, 500, 200], failing)), 'x', [1, 1])).toEqual({ ok: false, why: 'it answered 500' });
  expect(failing).toHaveLength(3);
});

test('one that refuses is not asked again, and nobody is sent elsewhere', async () => {
  const got: Got[] = [];
  expect(await notify(await serve(answering([404], got)), 'x', [1, 1])).toEqual({ ok: false, why: 'it answered 404' });
  const other: Got[] = [];
  const location = await serve(answering([200], other));
  const moved: Got[] = [];
  expect(await notify(await serve(answering([307], moved, { location })), 'x', [1, 1])).toEqual({ ok: false, why: 'it answered 307' });
  expect([got.length, moved.length, other.length]).toEqual([1, 1, 0]);
});

test('what is said of a failure has neither the address nor the host', async () => {
  const url = await serve(() => {});
  open.pop()?.();
  const refused = await notify(url, 'x', [1]);
  expect(refused).toEqual({ ok: false, why: expect.any(String) });
  expect(JSON.stringify(refused)).not.toMatch(/SECRET|127\.0\.0\.1/);
  const nowhere = await notify(`http://initproof-test.invalid/${SECRET}`, 'x', []);
  expect(nowhere.ok).toBe(false);
  expect(JSON.stringify(nowhere)).not.toMatch(/SECRET|invalid/);
});

test('addresses', () => {
  expect(['https://a.example/x', 'http://127.0.0.1:1'].every(isWebHook)).toBe(true);
  expect(['', 'a.example', 'file:///etc/passwd', 'ftp://a.example'].some(isWebHook)).toBe(false);
});
