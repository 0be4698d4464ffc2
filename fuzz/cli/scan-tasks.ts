/** What `initproof scan` is to look at: images, what inspect prints, a process, a Dockerfile. */
import { readRegular } from '../base/regular-file.ts';
import { readText } from '../cases/read-file.ts';
import { InputError, refusal } from '../scenario/input-error.ts';
import { lintDockerfile } from '../scan/dockerfile-findings.ts';
import { sorted } from '../scan/findings.ts';
import { type Inspected, inspected } from '../scan/inspect.ts';
import { type Scanned, type Scanning, scanImage, scanProcess, scanWords } from '../scan/scan.ts';
import { UsageError } from './errors.ts';

/** What is asked for, of the command line. */
export interface Sources {
  inspect?: string;
  pid?: number;
  dockerfile?: string;
  name?: string;
  platform?: string;
}

export interface ScanTask {
  /** In messages. */
  name: string;
  /** Throws an InputError for what cannot be scanned. */
  work: (scanning: Scanning) => Promise<Scanned[]>;
}

/** A task for each. Throws a UsageError where they do not go together. */
export function scanTasks(given: readonly string[], { inspect, pid, dockerfile, name, platform }: Sources): ScanTask[] {
  const images = [...new Set(given)];
  const wanted = { ...(name === undefined ? {} : { name }), ...(platform === undefined ? {} : { platform }) };
  if (inspect !== undefined && images.length > 1) throw new UsageError('--inspect is of one container: give one image with it');
  const [only] = images;
  const ofImages: ScanTask[] =
    inspect !== undefined && only !== undefined
      ? [{ name: only, work: async (scanning) => [await scanImage(only, { ...wanted, config: (await single(inspect)).config }, scanning)] }]
      : images.map((image) => ({ name: image, work: async (scanning) => [await scanImage(image, wanted, scanning)] }));
  return [
    ...ofImages,
    ...(inspect === undefined || only !== undefined
      ? []
      : [
          {
            name: inspect,
            work: async (scanning: Scanning) =>
              await Promise.all((await readInspected(inspect)).map(({ name: one, config }) => scanWords(one, config, scanning))),
          },
        ]),
    ...(pid === undefined ? [] : [{ name: `process ${pid}`, work: async (scanning: Scanning) => [await scanProcess(pid, scanning)] }]),
    ...(dockerfile === undefined
      ? []
      : [{ name: dockerfile, work: async (scanning: Scanning) => [await scanDockerfile(dockerfile, scanning)] }]),
  ];
}

/** Bytes of what inspect prints: the thousands of containers of a large machine, 10 KiB each, take half of it. */
export const MOST_INSPECTED = 64 * 1024 ** 2;

/** Throws an InputError for what is none. */
export async function readInspected(file: string): Promise<Inspected[]> {
  const read = await readRegular(file, { most: MOST_INSPECTED });
  if (!read.ok) throw refusal(file, read);
  return inspected(read.value.bytes, file);
}

async function single(file: string): Promise<Inspected> {
  const [one, ...others] = await readInspected(file);
  if (one === undefined || others.length > 0)
    throw new InputError('BAD_SHAPE', file, `it has ${others.length + Number(one !== undefined)} containers, and one is meant`);
  return one;
}

async function scanDockerfile(file: string, { verifying }: Scanning): Promise<Scanned> {
  const findings = sorted(await lintDockerfile(await readText(file), verifying.bases));
  return { image: file, kind: 'dockerfile', inits: [], findings, layers: 0, files: 0 };
}
