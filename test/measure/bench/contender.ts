/** Something whose speed is measured. */
export interface Contender {
  name: string;
  /** Works for about `ms` ms with as many in flight as there are CPUs; resolves to how many times it did its work, and in how many seconds. */
  measure(ms: number): Promise<Measure>;
}

export interface Measure {
  count: number;
  seconds: number;
}

/** Keeps `flight` calls of `once` going for `ms` ms. */
export async function keepGoing(ms: number, flight: number, once: () => Promise<unknown>): Promise<Measure> {
  const start = performance.now();
  let count = 0;
  const lane = async (): Promise<void> => {
    for (; performance.now() - start < ms; count++) await once();
  };
  await Promise.all(Array.from({ length: flight }, lane));
  return { count, seconds: (performance.now() - start) / 1000 };
}
