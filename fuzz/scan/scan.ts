/** An image, scanned: what PID 1 will be, every init in it, what is wrong. Nothing of it is run, nothing is written, nothing is fetched. */
import { stat } from 'node:fs/promises';
import { type Binary, readBinary } from '../supply/binary.ts';
import { verdictOn, type Wanted as Verifying } from '../supply/verify.ts';
import { Budget, type Limits } from './budget.ts';
import type { ImageConfig } from './config.ts';
import { concerns, readContents } from './contents.ts';
import type { FileSystem } from './file-system.ts';
import type { Finding } from './finding.ts';
import { findingsOf, knownOfPackage, sorted } from './findings.ts';
import { ecosystemOf, initsIn, verifyAll, withPid1 } from './found-inits.ts';
import type { Wanted } from './image.ts';
import type { Progress } from './layers.ts';
import type { FoundInit } from './linted.ts';
import { openImage, type Opened } from './open.ts';
import type { Osv } from './osv.ts';
import { locatePid1, lookInto, type Pid1, pid1ByWords } from './pid1.ts';
import { withNames } from './main-files.ts';
import { running } from './process.ts';
import { rootfs } from './rootfs.ts';
import type { Script } from './script.ts';
import { type Who, whoIs } from './users.ts';

export interface Scanned {
  /** As it was named. */
  image: string;
  kind: Opened['kind'] | 'inspect' | 'process' | 'dockerfile';
  reference?: string;
  config?: ImageConfig;
  pid1?: Pid1;
  inits: FoundInit[];
  findings: Finding[];
  /** Layers, and files in all of them together, covered ones too. */
  layers: number;
  files: number;
}

export interface Scanning {
  verifying: Verifying;
  osv: Osv;
  limits: Limits;
  progress: Progress;
  signal?: AbortSignal;
}

/** What goes before what the image says, as on the command line of a runtime. */
export interface Replaced {
  config?: ImageConfig;
  /** Its command: what is behind the entrypoint. */
  command?: readonly string[];
  stop?: string;
}

function replaced(own: ImageConfig, { config = own, command, stop }: Replaced): ImageConfig {
  const { unsaid, ...said } = config;
  return {
    ...(command === undefined ? config : { ...said, cmd: [...command] }),
    ...(stop === undefined ? {} : { stopSignal: stop }),
  };
}

/** Scans the image at `path`; throws an InputError where it is none, damaged or too large. */
export async function scanImage(path: string, wanted: Wanted & Replaced, scanning: Scanning): Promise<Scanned> {
  const budget = new Budget(path, scanning.limits, scanning.signal);
  const { kind, reference, config: own, files, layers } = await openImage(path, wanted, budget, scanning.progress);
  const config = replaced(own, wanted);
  const found = await look({ image: path, files, config, become: lookInto, budget }, scanning);
  return {
    image: path,
    kind,
    ...(reference === undefined ? {} : { reference }),
    ...found,
    layers,
    files: budget.spent.entries - files.tree.made,
  };
}

/** What the words of a configuration tell, without files. */
export async function scanWords(name: string, config: ImageConfig, { osv }: Pick<Scanning, 'osv'>): Promise<Scanned> {
  const pid1 = await pid1ByWords(config);
  // A user's name is a number only in the image.
  const who = /^(?:|root|\d+)(?::|$)/.test(config.user) ? whoIs(config.user, '', '') : undefined;
  const findings = findingsOf({ config, pid1, inits: [], ...(who === undefined ? {} : { who }) }, osv);
  return { image: name, kind: 'inspect', config, pid1, inits: [], findings, layers: 0, files: 0 };
}

/** Scans what process `pid` runs, and its root; where that is this machine's, of it what PID 1 is alone: the rest is no container's. */
export async function scanProcess(pid: number, scanning: Scanning): Promise<Scanned> {
  const image = `process ${pid}`;
  const budget = new Budget(image, scanning.limits, scanning.signal);
  const { config, exe, who, pid: inside } = await running(pid);
  const { bytes, ...binary } = await readBinary(`/proc/${pid}/exe`, image);
  scanning.progress(1, 1);
  const sharesRoot = await isOurRoot(pid);
  const files = await rootfs(`/proc/${pid}/root`, budget, sharesRoot ? concerns([exe, config.entrypoint[0] ?? '']) : undefined);
  // The file that runs may have been deleted, or be mounted from outside: its bytes are those in /proc.
  const asRun = async ({ argv, node }: Pid1): Promise<Pid1> => {
    const seen: Pid1 = { argv, path: exe, kind: 'program', ...(node === undefined ? {} : { node }) };
    // A shell that is still there has not replaced itself.
    return { ...(await lookInto(seen, bytes ?? Buffer.alloc(0))), script: STAYS };
  };
  const asConfigured = { ...config, ...(inside === 1 ? {} : { notPid1: inside }), ...(sharesRoot ? { sharesRoot } : {}) };
  const found = await look({ files, config: asConfigured, become: asRun, budget, runs: { who, exe, ...binary } }, scanning);
  return { image, kind: 'process', ...found, layers: 1, files: budget.spent.entries - files.tree.made };
}

/** Of a shell that has not replaced itself. */
const STAYS: Script = { execs: [], waitsFor: [], awaits: false, traps: [] };

/** Whether the root of a process is that of who asks. */
async function isOurRoot(pid: number): Promise<boolean> {
  const [own, ours] = [await stat(`/proc/${pid}/root/.`), await stat('/')];
  return own.dev === ours.dev && own.ino === ours.ino;
}

interface Looking {
  /** As it was named, where it can be run. */
  image?: string;
  files: FileSystem;
  config: ImageConfig;
  /** What PID 1 is, by its bytes. */
  become: (pid1: Pid1, bytes: Buffer | undefined) => Promise<Pid1>;
  budget: Budget;
  /** Of a process: as whom it runs what, which may not be among the files. */
  runs?: { who: Who; exe: string } & Omit<Binary, 'bytes'>;
}

interface Looked {
  config: ImageConfig;
  pid1: Pid1;
  inits: FoundInit[];
  findings: Finding[];
}

async function look({ image, files, config, become, budget, runs }: Looking, { verifying, osv }: Scanning): Promise<Looked> {
  const { tree } = files;
  const located = locatePid1(config, tree);
  const seen = initsIn(tree);
  const names = [...[...seen.values()].flat(), ...(located.path === undefined ? [] : [located.path])];
  const { pid1: bytes, text, root } = await readContents(files, located.node, names, budget);
  const isSeen = runs === undefined && located.kind !== 'program';
  const pid1 = isSeen ? located : await withNames(await become(located, bytes), config, files);
  const ecosystem = ecosystemOf(text('/etc/os-release'));
  const inits = await verifyAll(withPid1(seen, pid1), tree, root, ecosystem, verifying);
  if (runs !== undefined) inits.push(...withProcess(pid1, inits, runs, verifying));
  const who = runs?.who ?? whoIs(config.user, text('/etc/passwd'), text('/etc/group'));
  const named = image === undefined ? {} : { image };
  const findings = findingsOf({ ...named, config, pid1, inits, tree, ...(who === undefined ? {} : { who }) }, osv);
  return { config, pid1, inits, findings: sorted([...findings, ...(await knownOfPackage(pid1, root, ecosystem, osv))]) };
}

/** The init that a process runs, where no file of its root is that. */
function withProcess(
  { kind, examined }: Pid1,
  inits: readonly FoundInit[],
  { exe, ...binary }: NonNullable<Looking['runs']>,
  verifying: Verifying,
): FoundInit[] {
  if (kind !== 'init' || examined === undefined || inits.some(({ verified }) => verified.digests.sha256 === binary.digests.sha256))
    return [];
  const verified = verdictOn({ ...binary, ...examined, file: exe, record: { kind: 'none' } }, verifying);
  return [{ path: exe, also: [], nodes: [], verified }];
}
