/** What is wrong with a running container, as people read it and as JSON. */
import { printable } from '../base/printable.ts';
import type { Container } from '../why/container.ts';
import type { Pid1 } from '../scan/pid1.ts';
import type { Scanned } from '../scan/scan.ts';
import type { VerdictKind } from '../supply/verdict.ts';
import type { Grade, Line } from '../why/diagnosis.ts';
import type { Seen } from '../why/proc.ts';
import { plural } from './numbers.ts';
import type { Paint } from './paint.ts';
import { wrap } from './table.ts';

const MARKS: Readonly<Record<Grade, { mark: string; style: 'red' | 'yellow' | 'green' | 'dim' }>> = {
  fault: { mark: '✕', style: 'red' },
  warning: { mark: '!', style: 'yellow' },
  ok: { mark: '✓', style: 'green' },
  note: { mark: '–', style: 'dim' },
};

/** Of what the lines are: its name, and what it is. */
export type Head = readonly [name: string, what: string];

export function headOfContainer({ init, argv, others }: Container): Head {
  const living = others.filter(({ state }) => state !== 'Z').length;
  return [`process ${init.pid}`, `${printable(argv.join(' '))}, with ${plural(living, 'other process', 'other processes')}`];
}

export const headOfImage = ({ image, kind }: Scanned): Head => [printable(image), `${kind}; nothing of it runs here`];

/** `width`: columns. The evidence stands below its sentence, what to do below that. */
export function whyLines([name, what]: Head, lines: readonly Line[], paint: Paint, width: number): string[] {
  return [`  ${paint('bold', name)}  ${what}`, ...lines.flatMap((line) => lineLines(line, paint, width))];
}

function lineLines({ grade, said, evidence, fix }: Line, paint: Paint, width: number): string[] {
  const { mark, style } = MARKS[grade];
  const indented = (text: string, first: string): string[] =>
    wrap(text, width - 6).map((part, n) => (n === 0 ? first : ' '.repeat(first.length)) + part);
  const [head = '', ...rest] = indented(said, '    ');
  return [
    `  ${paint(style, mark)} ${head.trimStart()}`,
    ...rest,
    ...indented(evidence, '      ').map((text) => paint('dim', text)),
    ...(fix === undefined ? [] : indented(fix, '    → ')),
  ];
}

/** What is told of one container. */
export interface WhyValue extends Pick<Container, 'argv' | 'exe' | 'sleepsIn'> {
  type: 'why';
  /** On this machine, and in its own namespace. */
  pid: Seen['pid'];
  inside: Seen['inside'];
  verdict?: VerdictKind;
  what?: string;
  signals: Pick<Seen, 'pending' | 'blocked' | 'ignored' | 'caught'>;
  zombies: Pick<Seen, 'pid' | 'parent' | 'name' | 'ageMs'>[];
  /** `most`: absent where there is none. */
  limits: { of: 'processes' | 'memory'; used: number; most?: number; file: string }[];
  lines: readonly Line[];
}

/** The value of `--json`, one a container. */
export const whyValue = ({ init, argv, exe, verified, sleepsIn, zombies, limits }: Container, lines: readonly Line[]): WhyValue => ({
  type: 'why',
  pid: init.pid,
  inside: init.inside,
  argv,
  exe,
  ...(verified === undefined ? {} : { verdict: verified.verdict.kind, what: verified.verdict.what }),
  signals: { pending: init.pending, blocked: init.blocked, ignored: init.ignored, caught: init.caught },
  ...(sleepsIn === undefined ? {} : { sleepsIn }),
  zombies: zombies.map(({ pid, parent, name, ageMs }) => ({ pid, parent, name, ageMs })),
  limits: limits.map(({ of, used, most, file }) => ({ of, used, ...(most === Infinity ? {} : { most }), file })),
  lines,
});

/** What is told of an image, or of a container whose process is not on this machine. */
export interface WhyImageValue extends Pick<Scanned, 'image' | 'kind'> {
  type: 'why-image';
  argv: string[];
  /** What PID 1 will be, as `scan` names it. */
  pid1?: Pid1['kind'];
  lines: readonly Line[];
}

export const whyImageValue = ({ image, kind, pid1 }: Scanned, lines: readonly Line[]): WhyImageValue => ({
  type: 'why-image',
  image,
  kind,
  argv: pid1?.argv ?? [],
  ...(pid1 === undefined ? {} : { pid1: pid1.kind }),
  lines,
});
