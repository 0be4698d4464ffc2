/** What `docker inspect` and `podman inspect` print: of containers, what they run; of images, what they say. No files of it are seen. */
import { z } from 'zod';
import { printable } from '../base/printable.ts';
import { type ImageConfig, parseJson, runConfig, toConfig } from './config.ts';
import { baseName } from './shell.ts';

export interface Inspected {
  /** Its name, tag or id. */
  name: string;
  config: ImageConfig;
  /** Of a container. */
  container?: InspectedContainer;
}

/** What inspect says of how a container runs, as it was then. */
export interface InspectedContainer {
  /** 64 hexadecimal digits; control groups have it in their names. */
  id: string;
  /** PID 1 on the machine that it is from; 0 where it does not run. */
  pid: number;
  /** `running`, `paused`, `exited` and others. */
  status: string;
  exitCode?: number;
  oomKilled?: boolean;
  /** Seconds until `docker stop` kills. */
  grace?: number;
  /** Processes, and bytes; absent where there is no limit. */
  pids?: number;
  memory?: number;
}

const text = z.string().nullish();

/** No number of a runtime is larger; -1 and 0 are no limit. */
const count = z.number().int().nullish();

const one = z.object({
  Id: text,
  Name: text,
  RepoTags: z.array(z.string()).nullish(),
  Config: runConfig.extend({ StopTimeout: count }).nullish(),
  /** Of a container: what it was started with. */
  Path: text,
  Args: z.array(z.string()).nullish(),
  HostConfig: z.object({ Init: z.boolean().nullish(), PidMode: text, PidsLimit: count, Memory: count }).nullish(),
  State: z.object({ Status: text, Pid: count, ExitCode: count, OOMKilled: z.boolean().nullish() }).nullish(),
});

/** Containers of one file: more than a machine runs. */
const MOST = 10_000;
const list = z.union([z.array(one).max(MOST), one.transform((single) => [single])]);

/** Where runtimes put an init of their own: Docker, before 2018 and since; podman. */
const RUNTIME_INITS = /^\/(?:dev\/init|sbin\/docker-init|run\/podman-init|run\/\.containerenv\/init)$/;

/** All that is in the JSON `bytes` of `file`; throws an InputError where it is something else. */
export function inspected(bytes: Buffer, file: string): Inspected[] {
  return parseJson(list, bytes, 'it', { image: file }).map((single) => {
    const container = toContainer(single);
    return { ...toInspected(single), ...(container === undefined ? {} : { container }) };
  });
}

function toContainer({ Id, State, Config, HostConfig }: z.output<typeof one>): InspectedContainer | undefined {
  if (State === undefined || State === null) return undefined;
  const limit = (value: number | null | undefined): number | undefined => ((value ?? 0) > 0 ? (value ?? 0) : undefined);
  const [pids, memory] = [limit(HostConfig?.PidsLimit), limit(HostConfig?.Memory)];
  return {
    id: /^[0-9a-f]{12,64}$/.test(Id ?? '') ? (Id ?? '') : '',
    pid: State.Pid ?? 0,
    status: printable(State.Status ?? ''),
    ...(typeof State.ExitCode === 'number' ? { exitCode: State.ExitCode } : {}),
    ...(State.OOMKilled === true ? { oomKilled: true } : {}),
    ...(typeof Config?.StopTimeout === 'number' ? { grace: Config.StopTimeout } : {}),
    ...(pids === undefined ? {} : { pids }),
    ...(memory === undefined ? {} : { memory }),
  };
}

function toInspected({ Name, RepoTags, Id, Config, Path, Args, HostConfig }: z.output<typeof one>): Inspected {
  const config = toConfig(Config ?? runConfig.parse({}));
  // podman lists its own init as the command, Docker does not.
  const argv = Path === undefined || Path === null || Path === '' ? undefined : [Path, ...(Args ?? [])];
  const own = argv !== undefined && RUNTIME_INITS.test(argv[0] ?? '');
  return {
    name: printable(Name ? baseName(Name) : (RepoTags?.[0] ?? (Id || 'no name'))),
    config: {
      ...config,
      ...(argv === undefined ? {} : { entrypoint: own ? withoutInit(argv) : argv, cmd: [] }),
      ...(own || HostConfig?.Init === true ? { runtimeInit: true } : {}),
      ...(HostConfig?.PidMode === 'host' ? { hostPids: true } : {}),
    },
  };
}

/** `/run/podman-init -- command`. */
const withoutInit = ([, ...rest]: readonly string[]): string[] => rest.slice(rest[0] === '--' ? 1 : 0);
