/** Scenarios for fast-check: the generator and the shrinker as one arbitrary. */
import { isDeepStrictEqual } from 'node:util';
import { Arbitrary, type Random, Stream, toStringMethod, Value } from 'fast-check';
import { drawScenario } from '../generate/draw-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { parseScenario } from '../scenario/schema.ts';
import { writeScenario } from '../scenario/yaml.ts';
import { type Cursor, candidates } from './candidates.ts';

/**
 * Draws scenarios and shrinks them as `shrink` does. Values that were not drawn (from a file, by `examples`) shrink alike, since
 * shrinking needs the value only; the context is where the shrinker is.
 */
export class ScenarioArbitrary extends Arbitrary<Scenario> {
  generate(random: Random): Value<Scenario> {
    return new Value(told(drawScenario(random)), undefined);
  }

  /** Whether `value` is a scenario without problems, whole: not one in which reading fills in what a file may leave out. */
  canShrinkWithoutContext(value: unknown): value is Scenario {
    const parsed = parseScenario(value);
    return parsed.ok && isDeepStrictEqual(parsed.value, value);
  }

  shrink(value: Scenario, context?: unknown): Stream<Value<Scenario>> {
    return new Stream(values(value, context as Cursor | undefined));
  }
}

function* values(best: Scenario, cursor: Cursor | undefined): IterableIterator<Value<Scenario>> {
  for (const { scenario, next } of candidates(best, cursor)) yield new Value(told(scenario), next);
}

/**
 * The same scenario, which says itself as YAML: fast-check prints counterexamples by `toStringMethod`, so that what it shows is a case to
 * paste into a file. Not enumerable, since a scenario is plain data: no copy of it and no comparison sees that.
 */
function told(scenario: Scenario): Scenario {
  const say = { value: () => `\n${writeScenario(scenario)}`, configurable: true };
  return Object.defineProperties(scenario, { [toStringMethod]: say, toString: say });
}
