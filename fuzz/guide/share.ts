/** How many of the next scenarios are changes: as many as they may be while they bring more that is new for their time, else a few. */

/** Runs over which what a source brings is looked at: about as many as a batch of a campaign, and features get rarer all the time. */
const WINDOW = 256;
/** Of what they may be, one in so many while changes bring less: enough to see within some windows that it has turned. */
const PROBE = 5;

/** New features, and µs, of the last runs from one source; older ones fade. */
interface Yield {
  features: number;
  us: number;
}

export class Share {
  readonly #percent: number;
  readonly #ofSeed: Yield = { features: 0, us: 1 };
  readonly #ofChanges: Yield = { features: 0, us: 1 };

  /** `percent`: of the scenarios, at most. */
  constructor(percent: number) {
    this.#percent = percent;
  }

  /** Percent of the next scenarios. */
  get percent(): number {
    const pays = rate(this.#ofChanges) > rate(this.#ofSeed);
    return pays ? this.#percent : this.#percent / PROBE;
  }

  /** Notes a run of `us` µs that has shown so many new features. */
  note(isChange: boolean, features: number, us: number): void {
    const source = isChange ? this.#ofChanges : this.#ofSeed;
    source.features += features - source.features / WINDOW;
    source.us += us - source.us / WINDOW;
  }
}

const rate = ({ features, us }: Yield): number => features / us;
