/** One line on a terminal that says which layer is read. */
import { LiveBlock } from '../report/live.ts';
import { printable } from '../base/printable.ts';

export interface LayerProgress {
  /** For the image `name`: called when a layer begins, from 1. */
  of(name: string): (layer: number, of: number) => void;
  end(): void;
}

/** Without a terminal nothing is said: a scan takes seconds. */
export function layerProgress(terminal: NodeJS.WriteStream | undefined): LayerProgress {
  if (terminal === undefined) return { of: () => () => {}, end: () => {} };
  const block = new LiveBlock(terminal);
  return {
    of: (name) => (layer, of) => block.draw([`  ${printable(name)}: layer ${layer} of ${of}`]),
    end: () => block.clear(),
  };
}
