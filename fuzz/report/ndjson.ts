/** Events as NDJSON: one JSON value a line, as readers of `--json` get them. */
import { toJson } from '../base/printable.ts';

/** The line, its end included. */
export const toLine = (event: object): string => `${toJson(event)}\n`;
