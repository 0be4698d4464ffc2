/** What was measured on the faulty inits, as Markdown. */
import { median } from '../bench/rounds.ts';
import type { Measured } from './measure.ts';

const HEAD = ['fault', 'property', 'scenarios', 'seconds', 'caught', 'steps', 'processes', 'shrink calls', 'replays'];

/** A line for each fault, and a few about all of them. */
export function table(all: readonly Measured[]): string {
  const lines = [HEAD, HEAD.map((_, column) => (column < 2 ? '---' : '--:')), ...all.map(line)];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n\n${summary(all)}\n`;
}

function line({ fault, hunts, shrunk, replays }: Measured): string[] {
  return [
    `\`${fault.name}\``,
    fault.property,
    `${Math.round(median(hunts.map(({ scenarios }) => scenarios)))}`,
    median(hunts.map(({ seconds }) => seconds)).toFixed(2),
    `${shrunk.length} of ${hunts.length}`,
    range(shrunk.map(({ steps }) => steps)),
    range(shrunk.map(({ processes }) => processes)),
    range(shrunk.map(({ tries }) => tries)),
    `${replays[0]} of ${replays[1]}`,
  ];
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (values.length === 0) return '';
  return least === most ? `${least}` : `${least} to ${most}`;
}

function summary(all: readonly Measured[]): string {
  const hunts = all.flatMap((each) => each.hunts);
  const tries = all.flatMap(({ shrunk }) => shrunk.map((each) => each.tries));
  const caught = all.filter((each) => each.shrunk.length === each.hunts.length).length;
  const replayed = all.filter(({ replays: [shown, runs] }) => shown === runs && runs > 0).length;
  const sum = (of: (hunt: (typeof hunts)[number]) => number): number => hunts.reduce((total, hunt) => total + of(hunt), 0);
  return [
    `Caught with every seed: ${caught} of ${all.length}. Shrink calls: ${tries.length === 0 ? 0 : median(tries)} in the median.`,
    `Shrunk cases that gave their verdict in all replays: ${replayed} of ${all.length}.`,
    `Of ${sum(({ scenarios }) => scenarios)} scenarios, violations that never showed again: ${sum(({ flaky }) => flaky)};`,
    `that the sound init showed as well: ${sum(({ falseAlarms }) => falseAlarms.length)};`,
    `harness errors: ${sum(({ harnessErrors }) => harnessErrors.length)}.`,
  ].join('\n');
}
