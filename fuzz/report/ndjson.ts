/** Events as NDJSON: one JSON value a line, as readers of `--json` get them. */

/** The line, its end included. */
export const toLine = (event: object): string => `${JSON.stringify(event)}\n`;
