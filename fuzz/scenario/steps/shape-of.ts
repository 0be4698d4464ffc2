/** The shape of a step of one of several kinds. */
import { z } from 'zod';
import { object, show } from '../shape.ts';
import type { Step } from '../scenario.ts';
import type { StepKind } from '../steps.ts';
import { didYouMean } from '../suggest.ts';

/** `shapes` has at least these kinds; `id` is its name in the JSON Schema. */
export function shapeOf<S extends Step>(
  id: string,
  kinds: readonly StepKind[],
  shapes: { [K in StepKind]?: { shape: z.ZodType } },
): z.ZodType<S> {
  const options = kinds.flatMap((kind) => {
    const shape = shapes[kind]?.shape;
    return shape === undefined ? [] : [object({ [kind]: shape })];
  });
  return z.union(options, { error: (issue) => stepError(issue.input, kinds) }).meta({ id }) as unknown as z.ZodType<S>;
}

function stepError(input: unknown, kinds: readonly StepKind[]): string {
  const keys = typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.keys(input) : [];
  const strange = keys.find((key) => !kinds.includes(key as StepKind));
  if (strange !== undefined) return `unknown step ${strange}${didYouMean(strange, kinds) || `: here it is one of ${kinds.join(', ')}`}`;
  if (keys.length > 1) return `a step is one thing: write ${keys.join(' and ')} as ${keys.length} steps`;
  return `expected a step such as {fork: a} or {wait: 20ms}, got ${show(input)}`;
}
