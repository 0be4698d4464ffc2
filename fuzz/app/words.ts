/** What people write of readiness and load, as the host takes it. */
import { parseDuration } from '../scenario/duration.ts';

/** `http://127.0.0.1:8080/health` as PORT/PATH; undefined for what is no address of this machine. */
export function localAddress(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return undefined;
  return `${url.port === '' ? 80 : url.port}${url.pathname}${url.search}`;
}

/** Readiness: `line:TEXT`, `file:PATH`, `tcp:PORT`, an address, or a time of rest. Undefined for anything else. */
export function readiness(text: string): string | undefined {
  if (/^(?:line:.+|file:\/.+|tcp:\d{1,5})$/.test(text)) return text;
  const address = localAddress(text);
  if (address !== undefined) return `http:${address}`;
  const ms = parseDuration(text);
  return ms === undefined ? undefined : `rest:${ms}`;
}
