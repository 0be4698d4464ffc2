/** An image as it is stored: what it runs, and its layers, lowest first. */
import type { ImageConfig } from './config.ts';
import type { Chunks, Declared } from './unpack.ts';

export interface Layer extends Declared {
  open(): Chunks;
}

export interface Image {
  /** As its own index names it. */
  reference?: string;
  config: ImageConfig;
  /** `NAME=value`, as its configuration has them. */
  env: string[];
  /** As Go names it: `amd64`; absent where the image does not say. */
  architecture?: string;
  layers: Layer[];
}

/** Which of several images. */
export interface Wanted {
  /** A tag: `app:1.2`. */
  name?: string;
  /** `linux/amd64`, `linux/arm/v7`. */
  platform?: string;
}
