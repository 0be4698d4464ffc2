/** Values as NDJSON: one JSON value a line, as readers of `--json` get them. */
import { toJson } from '../base/printable.ts';
import type { Value } from './values.ts';

/** The line, its end included. */
export const toLine = (value: Value): string => `${toJson(value)}\n`;
