/** What `initproof why` is asked about: a process, the containers that inspect prints, or an image. */
import { openRegular } from '../base/regular-file.ts';
import { listCases, SHIPPED_CORPUS } from '../cases/store.ts';
import {
  headOfContainer,
  headOfImage,
  type Head,
  whyImageValue,
  type WhyImageValue,
  whyValue,
  type WhyValue,
} from '../report/why-lines.ts';
import { LIMITS } from '../scan/budget.ts';
import { type Inspected, inspected } from '../scan/inspect.ts';
import { openOsv } from '../scan/osv.ts';
import { type Replaced, type Scanned, scanImage, scanWords } from '../scan/scan.ts';
import { stopSignalOf } from '../scan/stop-signal.ts';
import { InputError } from '../scenario/input-error.ts';
import { isSignalName, type SignalName } from '../scenario/signals.ts';
import { type Bases, openBases } from '../supply/base.ts';
import { type Container, lookAt } from '../why/container.ts';
import { type Asked, diagnose, type Line } from '../why/diagnosis.ts';
import { forecast } from '../why/forecast.ts';
import { inspectedLines, isItsProcess } from '../why/inspected.ts';
import { UsageError } from './errors.ts';
import { MOST_INSPECTED, readInspected } from './scan-tasks.ts';

export interface WhyFlags {
  pid?: number;
  stopSignal?: SignalName;
}

export interface Answer {
  head: Head;
  lines: Line[];
  value: WhyValue | WhyImageValue;
}

interface Knowledge extends Omit<Asked, 'stop'> {
  bases: Bases;
}

export interface Subject {
  subject?: string | undefined;
  /** Of an image: its command. */
  words: readonly string[];
}

/** Of one subject, or of `pid`. Throws an InputError for what may not be looked at. */
export async function whyAnswers({ subject, words }: Subject, { pid, stopSignal }: WhyFlags, signal: AbortSignal): Promise<Answer[]> {
  const known = { bases: await openBases(), osv: await openOsv(), cases: (await listCases(SHIPPED_CORPUS)).cases };
  if (pid !== undefined)
    return [ofProcess(await lookAt(pid, { bases: known.bases, accept: [] }), { ...known, stop: stopSignal ?? 'SIGTERM' })];
  if (subject === undefined) return [];
  const containers = await inspectedIn(subject);
  if (containers !== undefined && words.length > 0) throw new UsageError('a command goes with an image');
  if (containers === undefined)
    return [
      await ofImage(
        subject,
        { ...(words.length === 0 ? {} : { command: words }), ...(stopSignal === undefined ? {} : { stop: stopSignal }) },
        known,
        signal,
      ),
    ];
  return Promise.all(containers.map((one) => ofInspected(one, stopSignal, known)));
}

function ofProcess(container: Container, asked: Asked, more: readonly Line[] = []): Answer {
  const lines = [...diagnose(container, asked), ...more];
  return { head: headOfContainer(container), lines, value: whyValue(container, lines) };
}

async function ofImage(path: string, replaced: Replaced, known: Knowledge, signal: AbortSignal): Promise<Answer> {
  const scanning = { verifying: { bases: known.bases, accept: [] }, osv: known.osv, limits: LIMITS, progress: () => {}, signal };
  return ofScanned(await scanImage(path, replaced, scanning), known);
}

function ofScanned(scanned: Scanned, known: Omit<Knowledge, 'bases'>, more: readonly Line[] = []): Answer {
  const lines = [...forecast(scanned, known), ...more];
  return { head: headOfImage(scanned), lines, value: whyImageValue(scanned, lines) };
}

/** The process itself where it lives on this machine; else what the words tell. */
async function ofInspected(one: Inspected, stopSignal: SignalName | undefined, known: Knowledge): Promise<Answer> {
  const { name, config, container } = one;
  const said = stopSignalOf(config);
  const stop = stopSignal ?? (isSignalName(said) ? said : 'SIGTERM');
  const asked = { ...known, stop, ...(container?.grace === undefined ? {} : { grace: container.grace }) };
  const process =
    (container?.pid ?? 0) > 0 ? await lookAt(container?.pid ?? 0, { bases: known.bases, accept: [] }).catch(notSeen) : undefined;
  const more = inspectedLines(one);
  if (process !== undefined && !(process instanceof InputError) && (await isItsProcess(one, process))) {
    const { head, ...rest } = ofProcess(process, asked, more);
    return { head: [`${name}, ${head[0]}`, head[1]], ...rest };
  }
  const scanned = await scanWords(name, stopSignal === undefined ? config : { ...config, stopSignal }, known);
  return ofScanned(scanned, asked, [...more, ...elsewhere(container?.pid ?? 0, process)]);
}

const notSeen = (error: unknown): InputError => {
  if (error instanceof InputError) return error;
  throw error;
};

function elsewhere(pid: number, process: Container | InputError | undefined): Line[] {
  if (pid === 0) return [];
  const why = process instanceof InputError ? process.message : `process ${pid} of this machine is another one`;
  return [
    {
      grade: 'note',
      said: `Its process is not looked at: ${why}.`,
      evidence: `State.Pid ${pid}`,
      fix: 'ask as root, on the machine that it runs on',
    },
  ];
}

/** `undefined`: it is no JSON, and so an image. */
async function inspectedIn(subject: string): Promise<Inspected[] | undefined> {
  if (subject === '-') return inspected(await standardInput(), 'stdin');
  const opened = await openRegular(subject, { most: Number.POSITIVE_INFINITY });
  if (!opened.ok) return undefined;
  const { file } = opened.value;
  try {
    const head = Buffer.alloc(64);
    await file.read(head, 0, head.length, 0);
    return /^\s*[[{]/.test(head.toString('latin1')) ? await readInspected(subject) : undefined;
  } finally {
    await file.close();
  }
}

async function standardInput(): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_INSPECTED) throw new InputError('TOO_LARGE', 'stdin', `it has more than ${MOST_INSPECTED} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
