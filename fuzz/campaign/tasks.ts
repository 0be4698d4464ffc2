/** Work beside the flow of scenarios, a few tasks at a time. */

export type Task = () => Promise<void>;

/** Runs tasks in the order in which they come, those that are urgent first. After the first error none begins. */
export class Tasks {
  readonly #width: number;
  readonly #urgent: Task[] = [];
  readonly #other: Task[] = [];
  #active = 0;
  #error: unknown;
  #wake: (() => void) | undefined;

  /** `width`: how many at a time, at least 1. */
  constructor(width: number) {
    this.#width = width;
  }

  add(task: Task, { urgent = false } = {}): void {
    (urgent ? this.#urgent : this.#other).push(task);
    this.#fill();
  }

  /** Tasks that wait for their turn. */
  get waiting(): number {
    return this.#urgent.length + this.#other.length;
  }

  get failed(): boolean {
    return this.#error !== undefined;
  }

  /** Resolves when all is done, what tasks add meanwhile included; rejects with the first error. */
  async done(): Promise<void> {
    while (!this.failed && this.#active + this.waiting > 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.failed) throw this.#error;
  }

  #fill(): void {
    while (!this.failed && this.#active < this.#width) {
      const task = this.#urgent.shift() ?? this.#other.shift();
      if (task === undefined) break;
      this.#active++;
      void this.#run(task);
    }
  }

  async #run(task: Task): Promise<void> {
    await task().catch((error: unknown) => {
      this.#error ??= error ?? new Error('A task failed');
    });
    this.#active--;
    this.#fill();
    this.#wake?.();
  }
}
