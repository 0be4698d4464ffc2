/** Colour where a terminal shows it. `styleText` obeys NO_COLOR, FORCE_COLOR and whether the stream is a terminal. */
import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Colours for `stream`; none where `colour` is false, on a dumb terminal, or in CI. FORCE_COLOR goes before all but `colour`. */
export function painter(stream: NodeJS.WriteStream, colour = true): Paint {
  const { FORCE_COLOR, CI, TERM } = process.env;
  const plain = !colour || (FORCE_COLOR === undefined && (CI !== undefined || TERM === 'dumb'));
  return plain ? (_, text) => text : (style, text) => styleText(style, text, { stream });
}
