/** What `docker inspect` and `podman inspect` print: of containers, what they run; of images, what they say. No files of it are seen. */
import { z } from 'zod';
import { printable } from '../base/printable.ts';
import { type ImageConfig, parseJson, runConfig, toConfig } from './config.ts';
import { baseName } from './shell.ts';

export interface Inspected {
  /** Its name, tag or id. */
  name: string;
  config: ImageConfig;
}

const text = z.string().nullish();

const one = z.object({
  Id: text,
  Name: text,
  RepoTags: z.array(z.string()).nullish(),
  Config: runConfig.nullish(),
  /** Of a container: what it was started with. */
  Path: text,
  Args: z.array(z.string()).nullish(),
  HostConfig: z.object({ Init: z.boolean().nullish(), PidMode: text }).nullish(),
});

/** Containers of one file: more than a machine runs. */
const MOST = 10_000;
const list = z.union([z.array(one).max(MOST), one.transform((single) => [single])]);

/** Where runtimes put an init of their own: Docker, before 2018 and since; podman. */
const RUNTIME_INITS = /^\/(?:dev\/init|sbin\/docker-init|run\/podman-init|run\/\.containerenv\/init)$/;

/** All that is in the JSON `bytes` of `file`; throws an InputError where it is something else. */
export function inspected(bytes: Buffer, file: string): Inspected[] {
  return parseJson(list, bytes, 'it', { image: file }).map(toInspected);
}

function toInspected({ Id, Name, RepoTags, Config, Path, Args, HostConfig }: z.output<typeof one>): Inspected {
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
