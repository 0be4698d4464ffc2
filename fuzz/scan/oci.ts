/** An image layout of OCI (image-layout.md, image-index.md, manifest.md of the image specification). Every blob must be what its digest says. */
import { createHash } from 'node:crypto';
import { arch } from 'node:os';
import { z } from 'zod';
import { type Budget, refuse } from './budget.ts';
import { parseJson, runConfig, toConfig } from './config.ts';
import type { Image, Wanted } from './image.ts';
import type { Store } from './store.ts';
import { printable } from '../base/printable.ts';

/** An index in an index is allowed; deeper than this nobody nests. */
const DEEPEST = 4;
/** Overlay file systems take 500 layers at most. */
const MOST = 500;

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const NAME = 'org.opencontainers.image.ref.name';

const descriptor = z.object({
  mediaType: z.string().optional(),
  digest,
  size: z.number().int().min(0),
  platform: z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() }).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

const index = z.object({ manifests: z.array(descriptor).max(MOST) });
const manifest = z.object({ config: descriptor, layers: z.array(descriptor).max(MOST) });
const config = z.object({
  architecture: z.string().nullish(),
  config: runConfig.nullish(),
  rootfs: z.object({ diff_ids: z.array(digest).max(MOST) }),
});

type Descriptor = z.output<typeof descriptor>;

export const isOci = (store: Store): boolean => store.has('oci-layout') && store.has('index.json');

const blobOf = (one: { digest: string }): string => `blobs/${one.digest.replace(':', '/')}`;

/** The image in a layout. */
export async function oci(store: Store, wanted: Wanted, budget: Budget): Promise<Image> {
  const top = parseJson(index, await store.read('index.json'), 'index.json', budget);
  const named = wanted.name === undefined ? top.manifests : top.manifests.filter((one) => nameOf(one) === wanted.name);
  if (named.length === 0)
    throw refuse(
      budget.image,
      `it has no image ${printable(wanted.name ?? '')}: there is ${printable(top.manifests.map(nameOf).join(', ') || 'none')}`,
    );
  const chosen = await choose(store, named, wanted, budget, 0);
  const { config: about, layers } = parseJson(manifest, await blob(store, chosen, budget), 'its manifest', budget);
  const { config: run, rootfs, architecture } = parseJson(config, await blob(store, about, budget), 'its configuration', budget);
  if (rootfs.diff_ids.length !== layers.length)
    throw refuse(budget.image, `it has ${layers.length} layers, and its configuration declares ${rootfs.diff_ids.length}`);
  const reference = nameOf(named[0] as Descriptor);
  return {
    ...(reference === '' ? {} : { reference }),
    config: toConfig(run ?? runConfig.parse({})),
    env: run?.Env ?? [],
    ...(architecture == null ? {} : { architecture }),
    layers: layers.map((layer, n) => ({
      name: `layer ${n + 1}`,
      stored: layer.digest,
      unpacked: rootfs.diff_ids[n] ?? '',
      open: () => store.open(blobOf(layer)),
    })),
  };
}

const nameOf = ({ annotations }: Descriptor): string => annotations?.[NAME] ?? '';

/** The manifest that is meant: by platform, by that of this machine where several are there. */
async function choose(store: Store, all: readonly Descriptor[], wanted: Wanted, budget: Budget, depth: number): Promise<Descriptor> {
  if (depth > DEEPEST) throw refuse(budget.image, `its indexes are nested more than ${DEEPEST} deep`);
  // Attestations of builds are stored as images of no platform.
  const images = all.filter(({ platform }) => platform?.os !== 'unknown');
  const platform = wanted.platform ?? (images.length > 1 ? `linux/${ARCHES[arch()] ?? arch()}` : undefined);
  const fitting =
    platform === undefined ? images : images.filter((one) => one.platform === undefined || platformOf(one).startsWith(platform));
  const [one, ...others] = fitting;
  if (one === undefined || others.length > 0)
    throw refuse(
      budget.image,
      `it holds ${images.length} images: say which with --platform or --name, of ${printable(images.map((each) => `${platformOf(each)} ${nameOf(each)}`.trim()).join(', ') || 'none')}`,
    );
  if (!/index|manifest\.list/.test(one.mediaType ?? '')) return one;
  return choose(store, parseJson(index, await blob(store, one, budget), 'its index', budget).manifests, wanted, budget, depth + 1);
}

const ARCHES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

const platformOf = ({ platform }: Descriptor): string =>
  platform === undefined ? '' : [platform.os, platform.architecture, platform.variant].filter((part) => part !== undefined).join('/');

/** A small blob, checked. */
async function blob(store: Store, one: Descriptor, { image }: Budget): Promise<Buffer> {
  const bytes = await store.read(blobOf(one));
  const found = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (found !== one.digest) throw refuse(image, `the blob ${one.digest} is not what it is named by: its digest is ${found}`);
  return bytes;
}
