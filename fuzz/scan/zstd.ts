/**
 * zstd (RFC 8878), which node:zlib has not before Node 22.15, by fzstd. In front of it the frames are followed, since fzstd takes memory for as
 * large a window as a frame asks for, and gives out all that a piece of input holds before it can be stopped.
 */
import { Decompress } from 'fzstd';

/** Largest window, bytes. The encoders of container tools use up to 32 MiB; `zstd --ultra` may ask for 2 GiB. */
const MOST_WINDOW = 32 * 1024 ** 2;
/** Input is given in pieces of this size, bytes: a block of four bytes may stand for 128 KiB, so that a piece gives 32 MiB at most. */
const PIECE = 1024;

const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/** What the next bytes are, and how many must be there to read it. */
type State = { at: 'magic' | 'skippable' | 'descriptor' | 'block'; need: number } | { at: 'header'; need: number; descriptor: number };

/** Follows frames and blocks, and throws on a window that is too large, before a decoder sees it. */
export class FrameGuard {
  #state: State = { at: 'magic', need: 4 };
  #held: number[] = [];
  #skip = 0;
  #checksum = 0;
  #last = false;

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const skipped = Math.min(this.#skip, chunk.length - at);
      this.#skip -= skipped;
      at += skipped;
      if (this.#skip > 0 || at >= chunk.length) return;
      if (this.#last) this.#endFrame();
      else {
        this.#held.push(chunk[at++] ?? 0);
        if (this.#held.length === this.#state.need) this.#read(Buffer.from(this.#held));
      }
    }
  }

  #endFrame(): void {
    this.#last = false;
    this.#skip = this.#checksum;
    this.#next({ at: 'magic', need: 4 });
  }

  #next(state: State): void {
    this.#state = state;
    this.#held = [];
  }

  #read(bytes: Buffer): void {
    const state = this.#state;
    if (state.at === 'magic') this.#magic(bytes.readUInt32LE());
    else if (state.at === 'skippable') {
      this.#skip = bytes.readUInt32LE();
      this.#next({ at: 'magic', need: 4 });
    } else if (state.at === 'descriptor') this.#descriptor(bytes[0] ?? 0);
    else if (state.at === 'header') this.#header(bytes, state.descriptor);
    else this.#block(bytes.readUIntLE(0, 3));
  }

  #magic(magic: number): void {
    if (magic === FRAME) this.#next({ at: 'descriptor', need: 1 });
    else if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) this.#next({ at: 'skippable', need: 4 });
    else throw new Error('there is something that is no zstd frame');
  }

  /** Window descriptor unless the frame is a single segment, dictionary id, content size (3.1.1.1). */
  #descriptor(descriptor: number): void {
    const single = (descriptor >> 5) & 1;
    const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
    const size = [single, 2, 4, 8][descriptor >> 6] ?? 0;
    this.#checksum = (descriptor >> 2) & 1 ? 4 : 0;
    this.#next({ at: 'header', need: 1 - single + dictionary + size, descriptor });
  }

  #header(bytes: Buffer, descriptor: number): void {
    const single = (descriptor >> 5) & 1;
    const sized = bytes.subarray(1 - single + ([0, 1, 2, 4][descriptor & 3] ?? 0));
    const content = sized.length === 8 ? Number(sized.readBigUInt64LE()) : sized.length === 0 ? 0 : sized.readUIntLE(0, sized.length);
    const exponent = (bytes[0] ?? 0) >> 3;
    const window = single ? content : 2 ** (10 + exponent) * (1 + ((bytes[0] ?? 0) & 7) / 8);
    if (window > MOST_WINDOW + 256) throw new Error(`it asks for a window of ${Math.round(window / 1024 ** 2)} MiB, the limit is 32 MiB`);
    this.#next({ at: 'block', need: 3 });
  }

  /** Last block, type, size; an RLE block (type 1) holds one byte whatever its size (3.1.1.2). */
  #block(header: number): void {
    const type = (header >> 1) & 3;
    if (type === 3) throw new Error('there is a block of no type');
    this.#skip = type === 1 ? 1 : header >> 3;
    this.#last = (header & 1) === 1;
    this.#next({ at: 'block', need: 3 });
  }

  /** Whether the input may end here. */
  get whole(): boolean {
    return this.#skip === 0 && (this.#last ? this.#checksum === 0 : this.#state.at === 'magic' && this.#held.length === 0);
  }
}

/** The content of zstd frames. Throws an Error that says what is wrong with them. */
export async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const guard = new FrameGuard();
  let out: Uint8Array[] = [];
  const decoder = new Decompress((data) => {
    out.push(data);
  });
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      const piece = chunk.slice(at, at + PIECE);
      guard.push(piece);
      decoder.push(piece);
      yield* out;
      out = [];
    }
  }
  if (!guard.whole) throw new Error('it ends in the middle of a frame');
}
