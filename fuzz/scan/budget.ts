/** What reading an image may cost. Images come from strangers: what is larger ends in an error, and no memory is taken for it. */
import { InputError } from '../scenario/input-error.ts';

export interface Limits {
  /** Bytes of all layers together, as they are stored, and unpacked. */
  stored: number;
  unpacked: number;
  /** Bytes that come out of layers for each that goes in, once they have given `ratioFrom` bytes. */
  ratio: number;
  ratioFrom: number;
  /** Entries of all layers together. */
  entries: number;
  /** Bytes of all their names together. */
  names: number;
  /** Steps through the tree: each name of each path, and each node that a whiteout looks at. */
  steps: number;
  /** Bytes of files that are kept while others are read. */
  kept: number;
}

export const LIMITS: Limits = {
  // The largest images in use, CUDA with its libraries, have 20 GiB.
  unpacked: 32 * 1024 ** 3,
  // Not compressed they are as large.
  stored: 33 * 1024 ** 3,
  // gzip gives 1032 for 1 at most, zstd 32768; a file system of programs 2 to 5. A sparse log may reach more: --max-size lifts it.
  ratio: 200,
  ratioFrom: 256 * 1024 ** 2,
  // Images with conda and CUDA have 300,000.
  entries: 600_000,
  // 100 bytes a name are much.
  names: 128 * 1024 ** 2,
  // Ten levels for each entry, and as much again for whiteouts.
  steps: 12_000_000,
  // Package records have 20 MiB at most.
  kept: 64 * 1024 ** 2,
};

/** An error of an image: where in it, and what. */
export const refuse = (image: string, reason: string): InputError => new InputError('UNREADABLE', image, reason);

/** Whether an error says already what is wrong: of the image, or that somebody has interrupted it. */
export const isOurs = (error: unknown): boolean => error instanceof InputError || (error as Error).name === 'AbortError';

/** Counts what reading `image` costs; what is too much throws an InputError. */
export class Budget {
  readonly image: string;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
  readonly spent = { stored: 0, unpacked: 0, entries: 0, names: 0, steps: 0, kept: 0 };

  /** `signal`: ends what spends, when it is aborted. */
  constructor(image: string, limits: Limits = LIMITS, signal?: AbortSignal) {
    this.image = image;
    this.limits = limits;
    this.signal = signal;
  }

  /** For going through the same layers once more: with the same limits, and nothing spent but what is kept. */
  again(): Budget {
    const again = new Budget(this.image, this.limits, this.signal);
    again.spent.kept = this.spent.kept;
    return again;
  }

  spend(what: keyof Budget['spent'], amount: number): void {
    this.signal?.throwIfAborted();
    this.spent[what] += amount;
    if (this.spent[what] > this.limits[what]) throw refuse(this.image, TOO_MUCH[what](this.limits[what]));
  }
}

const mib = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MiB`;

const TOO_MUCH: Record<keyof Budget['spent'], (limit: number) => string> = {
  stored: (limit) => `its layers have more than ${mib(limit)}: --max-size lifts this limit`,
  unpacked: (limit) => `its layers unpack to more than ${mib(limit)}: --max-size lifts this limit`,
  entries: (limit) => `it has more than ${limit} files`,
  names: (limit) => `the names of its files take more than ${mib(limit)}`,
  steps: (limit) => `going through its files takes more than ${limit} steps`,
  kept: (limit) => `the records of its packages take more than ${mib(limit)}`,
};
