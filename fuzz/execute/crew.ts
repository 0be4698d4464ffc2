/** All executors of a pool that have not left: none is forgotten when another one replaces it. */
import type { Executor } from './executor.ts';
import type { Leftover } from './leftover.ts';

export class Crew {
  readonly #here = new Set<Executor>();
  readonly #left: Leftover[] = [];
  readonly #stays: (leftover: Leftover) => void;

  /** `stays` is called once for each that does not end, as soon as that is known. */
  constructor(stays: (leftover: Leftover) => void) {
    this.#stays = stays;
  }

  add(executor: Executor): void {
    this.#here.add(executor);
  }

  /** Ends it, if it has not ended, and sees to it that nothing of it is left. */
  readonly leave = async (executor: Executor): Promise<void> => {
    const left = await executor.leave();
    if (!this.#here.delete(executor) || left.kind === 'gone') return;
    this.#left.push(left.leftover);
    this.#stays(left.leftover);
  };

  /** Resolves with all that ever stayed. */
  async leaveAll(): Promise<Leftover[]> {
    await Promise.all([...this.#here].map(this.leave));
    return this.#left;
  }
}
