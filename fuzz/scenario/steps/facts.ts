/** What is known of a kind of step. Each kind has a row, in the files beside this one; the compiler asks for what is missing. */
import type { z } from 'zod';
import type { Scenario } from '../scenario.ts';
import type { StepKind, StepValue } from '../steps.ts';
import type { Walk } from '../walk.ts';
import type { Mentions } from './mentions.ts';

/** `Value` is what stands behind the kind: of `{exit: {actor: a, code: 0}}` the inner object. */
export interface Facts<Value> extends Mentions<Value> {
  /** Checks a file's value, and describes it for editors. */
  shape: z.ZodType<Value>;
  /** Reports what is wrong with it at this place of a scenario, and notes what it changes. */
  check(value: Value, walk: Walk): void;
  /** In plain English: a sentence, then one for each step inside. */
  explain(value: Value, scenario: Scenario): string[];
}

/** The rows of these kinds. */
export type Rows<Kind extends StepKind> = { readonly [K in Kind]: Facts<StepValue<K>> };
