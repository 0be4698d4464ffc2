/** What an image or a container says it will run. */
import { z } from 'zod';
import { type Budget, refuse } from './budget.ts';

export interface ImageConfig {
  entrypoint: string[];
  cmd: string[];
  /** Where a command without a slash is looked for. */
  path: string;
  user: string;
  /** As it is written: SIGTERM, 15, SIGRTMIN+3; `undefined` where the runtime's default, SIGTERM, holds. */
  stopSignal?: string;
  workingDir: string;
  /** The runtime starts an init of its own before the command: `docker run --init`. */
  runtimeInit?: boolean;
  /** Nothing says what will run: a root file system alone. */
  unsaid?: boolean;
  /** Of a process that runs, and is not PID 1 of its namespace: what it is there. */
  notPid1?: number;
  /** Of a process: its root is that of this machine. */
  sharesRoot?: boolean;
  /** It shares the PIDs of the host, so that nothing of it is PID 1. */
  hostPids?: boolean;
}

/** What Docker's daemon takes where an image has no PATH. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A command: as a list, or as one text, as old podman has it. */
const command = z
  .union([z.array(z.string()), z.string().transform((text) => [text])])
  .nullish()
  .transform((list) => list ?? []);
const stop = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((text) => text ?? '');
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** What is used of a configuration; there is more in it, which is not ours to check. */
export const runConfig = z.object({
  Entrypoint: command,
  Cmd: command,
  Env: z
    .array(z.string())
    .nullish()
    .transform((list) => list ?? []),
  User: text,
  StopSignal: stop,
  WorkingDir: text,
});

export type RunConfig = z.output<typeof runConfig>;

export function toConfig({ Entrypoint, Cmd, Env, User, StopSignal, WorkingDir }: RunConfig): ImageConfig {
  const path = Env.findLast((one) => one.startsWith('PATH='))?.slice('PATH='.length);
  return {
    entrypoint: Entrypoint,
    cmd: Cmd,
    path: path ?? DEFAULT_PATH,
    user: User,
    ...(StopSignal === '' ? {} : { stopSignal: StopSignal }),
    workingDir: WorkingDir === '' ? '/' : WorkingDir,
  };
}

/** Where there is none. */
export const UNSAID: ImageConfig = { entrypoint: [], cmd: [], path: DEFAULT_PATH, user: '', workingDir: '/', unsaid: true };

/** JSON of a stranger in this shape; throws an InputError that names the part that is wrong. `what` is its name in messages. */
export function parseJson<T>(schema: z.ZodType<T>, bytes: Buffer, what: string, budget: Pick<Budget, 'image'>): T {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw refuse(budget.image, `${what} is no JSON`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw refuse(budget.image, `${what} is none: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trimEnd());
}
