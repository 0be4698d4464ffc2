/** What `docker save` and `podman save` write: manifest.json, one configuration and the layers of each image. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Budget, refuse } from './budget.ts';
import { parseJson, runConfig, toConfig } from './config.ts';
import type { Image, Wanted } from './image.ts';
import { baseName } from './shell.ts';
import type { Store } from './store.ts';
import { printable } from '../base/printable.ts';

/** Images of one archive, and layers of one image, that are looked at. Overlay file systems take 500 layers at most. */
const MOST = 500;

const manifest = z
  .array(
    z.object({
      Config: z.string(),
      RepoTags: z
        .array(z.string())
        .nullish()
        .transform((tags) => tags ?? []),
      Layers: z.array(z.string()).max(MOST),
    }),
  )
  .min(1)
  .max(MOST);

const config = z.object({
  architecture: z.string().nullish(),
  config: runConfig.nullish(),
  rootfs: z.object({ diff_ids: z.array(z.string()).max(MOST) }),
});

export const isDockerSave = (store: Store): boolean => store.has('manifest.json');

/** The image in an archive of `docker save`. */
export async function dockerSave(store: Store, { name }: Wanted, budget: Budget): Promise<Image> {
  const all = parseJson(manifest, await store.read('manifest.json'), 'manifest.json', budget);
  const one = choose(all, name, budget);
  const bytes = await store.read(one.Config);
  checkName(one.Config, bytes, budget);
  const { config: run, rootfs, architecture } = parseJson(config, bytes, printable(one.Config), budget);
  if (rootfs.diff_ids.length !== one.Layers.length)
    throw refuse(budget.image, `it has ${one.Layers.length} layers, and its configuration declares ${rootfs.diff_ids.length}`);
  return {
    ...(one.RepoTags[0] === undefined ? {} : { reference: one.RepoTags[0] }),
    config: toConfig(run ?? runConfig.parse({})),
    env: run?.Env ?? [],
    ...(architecture == null ? {} : { architecture }),
    layers: one.Layers.map((layer, n) => ({
      name: `layer ${n + 1}`,
      ...(BLOB.test(layer) ? { stored: `sha256:${baseName(layer)}` } : {}),
      unpacked: rootfs.diff_ids[n] ?? '',
      open: () => store.open(layer),
    })),
  };
}

/** How Docker names what it stores since version 25: by its digest. Before, a layer's folder is named by something else. */
const BLOB = /^blobs\/sha256\/[0-9a-f]{64}$/;

/** A configuration is named by its digest, which is the image's id. */
function checkName(name: string, bytes: Buffer, { image }: Budget): void {
  const [, declared] = /^(?:blobs\/sha256\/)?([0-9a-f]{64})(?:\.json)?$/.exec(name) ?? [];
  const found = createHash('sha256').update(bytes).digest('hex');
  if (declared !== undefined && declared !== found)
    throw refuse(image, `the configuration ${printable(name)} is not what it is named by: its digest is ${found}`);
}

type Manifest = z.output<typeof manifest>;

function choose(all: Manifest, name: string | undefined, { image }: Budget): Manifest[number] {
  const named = name === undefined ? all : all.filter(({ RepoTags }) => RepoTags.includes(name));
  const [one, ...others] = named;
  if (one !== undefined && others.length === 0) return one;
  const tags = all.flatMap(({ RepoTags, Config }) => RepoTags[0] ?? Config);
  throw refuse(image, `it holds ${all.length} images: say which with --name, of ${printable(tags.join(', '))}`);
}
