/** What `docker save` and `podman save` write: manifest.json, one configuration and the layers of each image. */
import { z } from 'zod';
import { type Budget, refuse } from './budget.ts';
import { parseJson, runConfig, toConfig } from './config.ts';
import type { Image, Wanted } from './image.ts';
import type { Store } from './store.ts';
import { printable } from '../supply/printable.ts';

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
  config: runConfig.nullish(),
  rootfs: z.object({ diff_ids: z.array(z.string()).max(MOST) }),
});

export const isDockerSave = (store: Store): boolean => store.has('manifest.json');

/** The image in an archive of `docker save`. */
export async function dockerSave(store: Store, { name }: Wanted, budget: Budget): Promise<Image> {
  const all = parseJson(manifest, await store.read('manifest.json'), 'manifest.json', budget);
  const one = choose(all, name, budget);
  const { config: run, rootfs } = parseJson(config, await store.read(one.Config), printable(one.Config), budget);
  if (rootfs.diff_ids.length !== one.Layers.length)
    throw refuse(budget.image, `it has ${one.Layers.length} layers, and its configuration declares ${rootfs.diff_ids.length}`);
  return {
    kind: 'docker-save',
    ...(one.RepoTags[0] === undefined ? {} : { reference: one.RepoTags[0] }),
    config: toConfig(run ?? runConfig.parse({})),
    layers: one.Layers.map((layer, n) => ({ name: `layer ${n + 1}`, unpacked: rootfs.diff_ids[n] ?? '', open: () => store.open(layer) })),
  };
}

type Manifest = z.output<typeof manifest>;

function choose(all: Manifest, name: string | undefined, { image }: Budget): Manifest[number] {
  const named = name === undefined ? all : all.filter(({ RepoTags }) => RepoTags.includes(name));
  const [one, ...others] = named;
  if (one !== undefined && others.length === 0) return one;
  const tags = all.flatMap(({ RepoTags, Config }) => RepoTags[0] ?? Config);
  throw refuse(image, `it holds ${all.length} images: say which with --name, of ${printable(tags.join(', '))}`);
}
