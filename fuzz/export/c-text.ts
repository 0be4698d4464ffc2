/** Text from a case as C: whatever is in it, it stays a string or a comment. */
import { harmless } from '../base/printable.ts';
import { toBytes } from '../scenario/text-bytes.ts';
import { type SignalName, signalName } from '../scenario/signals.ts';

/** A string literal; what is no printable ASCII is octal, of three digits, so that a digit behind it is none of its. */
export function cString(text: string): string {
  const bytes = [...toBytes(text)].map((byte) => {
    const character = String.fromCharCode(byte);
    if (byte === 0x0a) return '\\n';
    if (byte < 0x20 || byte > 0x7e) return `\\${byte.toString(8).padStart(3, '0')}`;
    // `??` begins a trigraph.
    return '"\\?'.includes(character) ? `\\${character}` : character;
  });
  return `"${bytes.join('')}"`;
}

/** Lines of a comment; what would end it, or begin another, does not, and what would show them in another order (RLO) is escaped. */
export function commentLines(lines: readonly string[]): string[] {
  const safe = lines.map((line) => harmless(line).replaceAll('*/', '* /').replaceAll('/*', '/ *').replace(/\\$/, ''));
  return ['/*', ...safe.map((line) => ` * ${line}`.trimEnd()), ' */'];
}

/** As C has it: SIGRTMIN of the C library is not a constant, hence numbers from 32 on. */
export function signalMacro(signal: SignalName | number): string {
  const name = typeof signal === 'number' ? signalName(signal) : signal;
  const realTime = /^SIGRTMIN(?:\+(\d+))?$/.exec(name);
  if (realTime !== null) return `${34 + Number(realTime[1] ?? 0)} /* ${name} */`;
  return name.startsWith('SIG3') ? name.slice(3) : name;
}

/** Bit n - 1 for signal n. */
export const signalMask = (signals: readonly number[]): string =>
  `UINT64_C(0x${signals.reduce((mask, signal) => mask | (1n << BigInt(signal - 1)), 0n).toString(16)})`;
