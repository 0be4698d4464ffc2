/**
 * An archive ends with two blocks of zeros (POSIX, pax). tar-stream reads on behind them, container runtimes do not: entries there would be
 * seen by us alone. This finds whether such a pair lies between two entries.
 */

const BLOCK = 512;
/**
 * Bytes behind the end that are read: writers pad to 10 KiB, some to 1 MiB, and as much as 4 MiB are here before the reader has seen them. Without
 * it, a sparse file of 20 GiB takes two minutes, and a number in memory for each of its blocks.
 */
const MOST_BEHIND = 64 * 1024 ** 2;
const ZEROS = Buffer.alloc(BLOCK);

export class EndMarks {
  #offset = 0;
  #partial: Uint8Array = Buffer.alloc(0);
  #zero = -1;
  /** Where pairs begin, in order, that are not known to be in a file's content: those of one chunk. The first that counts is at `#from`. */
  #pairs: number[] = [];
  #from = 0;
  #content = 0;

  /** The next bytes of the archive; throws where it goes on for ever behind its end. */
  push(chunk: Uint8Array): void {
    const bytes = this.#partial.length === 0 ? chunk : Buffer.concat([this.#partial, chunk]);
    const whole = bytes.length - (bytes.length % BLOCK);
    for (let at = 0; at < whole; at += BLOCK) this.#block(bytes, at);
    this.#offset += whole;
    this.#partial = bytes.slice(whole);
  }

  #block(bytes: Uint8Array, at: number): void {
    const offset = this.#offset + at;
    // Most blocks are of files: their first byte tells.
    if (offset < this.#content || bytes[at] !== 0 || ZEROS.compare(bytes, at, at + BLOCK) !== 0) return;
    if (this.#zero === offset - BLOCK) this.#pairs.push(this.#zero);
    if (offset - (this.#pairs[this.#from] ?? offset) > MOST_BEHIND)
      throw new Error(`it goes on for more than ${MOST_BEHIND} bytes behind its end`);
    this.#zero = offset;
  }

  /** An entry: its header is at `header`, its content from `start` on for `size` bytes. Whether it lies behind the end. */
  isBehind(header: number, start: number, size: number): boolean {
    const behind = (this.#pairs[this.#from] ?? header) < header;
    this.#content = start + Math.ceil(size / BLOCK) * BLOCK;
    while ((this.#pairs[this.#from] ?? this.#content) < this.#content) this.#from++;
    if (this.#from === this.#pairs.length) [this.#pairs, this.#from] = [[], 0];
    if (this.#zero < this.#content) this.#zero = -1;
    return behind;
  }
}
