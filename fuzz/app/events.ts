/** What the host of an application tells, as native/src/app writes it. Times are µs since the exec of PID 1. */
import { type SignalName, signalName } from '../scenario/signals.ts';

/** A process of the application. Ids are those inside; masks have bit n - 1 for signal n. `state`: of /proc, `X` where it is on its way out. */
export interface Process {
  pid: number;
  parent: number;
  state: string;
  caught: bigint;
  ignored: bigint;
  blocked: bigint;
  pending: bigint;
  name: string;
}

/** Requests by what became of them. `held`: they were in the hands of the application at the first signal; of these `lost` were never answered. */
export interface Books {
  asked: number;
  answered: number;
  held: number;
  lost: number;
  refused: number;
  /** Ended without an answer, the lost ones among them. */
  broken: number;
  /** Answered with a status of 500 or more. */
  failed: number;
  /** Answered after the first signal, though asked after it; of these by connections from before. */
  late: number;
  lateKept: number;
  /** Still waiting at the end. */
  open: number;
}

type Body =
  | { type: 'started' }
  | { type: 'failed'; why: string }
  | { type: 'ready' }
  | { type: 'out'; fd: number; bytes: Buffer }
  | { type: 'signal'; signal: SignalName }
  | { type: 'child'; signal: SignalName; pid: number; name: string }
  | { type: 'exec'; pid: number; path: string }
  | { type: 'exit'; pid: number; code: number }
  | { type: 'processes'; why: string; list: Process[] }
  | { type: 'zombie'; pid: number; name: string; parent: number; parentName: string }
  | { type: 'probe'; id: string; code: number }
  | { type: 'hangup' }
  | { type: 'bound'; of: string }
  | { type: 'differs'; said: string }
  | { type: 'books'; books: Books }
  | { type: 'ended'; how: 'exited' | 'signalled'; code: number };

export type HostEvent = Body & { us: number };

/** How each is written: words behind its name and its time. */
const BODIES: { [Type in Exclude<Body['type'], 'out'>]: (words: string[]) => Omit<Extract<Body, { type: Type }>, 'type'> } = {
  started: () => ({}),
  failed: ([why = '']) => ({ why }),
  ready: () => ({}),
  signal: ([signal]) => ({ signal: signalName(Number(signal)) }),
  child: ([signal, pid, name = '']) => ({ signal: signalName(Number(signal)), pid: Number(pid), name }),
  exec: ([pid, path = '']) => ({ pid: Number(pid), path }),
  exit: ([pid, code]) => ({ pid: Number(pid), code: Number(code) }),
  processes: ([why = '', list = '']) => ({ why, list: list.split('\n').filter(Boolean).map(processOf) }),
  zombie: ([pid, name = '', parent, parentName = '']) => ({ pid: Number(pid), name, parent: Number(parent), parentName }),
  probe: ([id = '', code]) => ({ id, code: Number(code) }),
  hangup: () => ({}),
  bound: ([of = '']) => ({ of }),
  differs: ([said = '']) => ({ said }),
  books: (words) => ({ books: booksOf(words.map(Number)) }),
  ended: ([how, code]) => ({ how: how === 'exited' ? 'exited' : 'signalled', code: Number(code) }),
};

function processOf(line: string): Process {
  const [pid, parent, state = '', caught, ignored, blocked, pending, ...name] = line.split(' ');
  const mask = (text = '0'): bigint => BigInt(`0x${text}`);
  return {
    pid: Number(pid),
    parent: Number(parent),
    state,
    caught: mask(caught),
    ignored: mask(ignored),
    blocked: mask(blocked),
    pending: mask(pending),
    name: name.join(' '),
  };
}

function booksOf(counts: number[]): Books {
  const [asked = 0, answered = 0, held = 0, lost = 0, refused = 0, broken = 0, failed = 0, late = 0, lateKept = 0, open = 0] = counts;
  return { asked, answered, held, lost, refused, broken, failed, late, lateKept, open };
}

/** The event in a frame. */
export function readEvent(frame: Buffer): HostEvent {
  const type = wordAt(frame, 0);
  const us = wordAt(frame, type.next);
  if (type.text === 'out') {
    const fd = wordAt(frame, us.next);
    return { type: 'out', us: Number(us.text), fd: Number(fd.text), bytes: Buffer.from(frame.subarray(fd.next)) };
  }
  const words = frame.subarray(us.next).toString().split('\0');
  const read = BODIES[type.text as keyof typeof BODIES] as ((words: string[]) => object) | undefined;
  if (read === undefined) throw new TypeError(`The host tells of \`${type.text}\`, which nobody knows: it was built from other sources`);
  return { type: type.text, us: Number(us.text), ...read(words) } as HostEvent;
}

function wordAt(frame: Buffer, from: number): { text: string; next: number } {
  const end = frame.indexOf(0, from);
  return { text: frame.toString('utf8', from, end), next: end + 1 };
}
