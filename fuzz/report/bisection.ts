/** A bisection, for people. */
import type { Bisection } from '../campaign/bisect.ts';
import type { Tried } from '../campaign/try-build.ts';
import type { Paint } from './paint.ts';

/** A build that was tried, of so many. */
export function triedLine(tried: Tried, builds: number, paint: Paint): string {
  const place = `${tried.index + 1} of ${builds}`.padStart(`${builds} of ${builds}`.length);
  const said = {
    shows: () => `${paint('red', '✕ shows it')}, ${tried.shown} of ${tried.runs} runs`,
    clean: () => `${paint('green', '✓ without it')} in ${tried.runs} runs`,
    interrupted: () => `interrupted after ${tried.runs} runs`,
    unjudged: () => paint('yellow', '? left out') + (tried.outcome === 'unjudged' ? `: ${tried.why}` : ''),
  };
  return `  ${place}  ${tried.build}  ${said[tried.outcome]()}`;
}

/** The answer: the pair, how sure it is, and what it took. */
export function bisectionLines(result: Bisection, sought: 'bad' | 'good', paint: Paint): string[] {
  if (result.kind === 'interrupted') return [];
  if (result.kind === 'no-edge') return [`  ${paint('yellow', 'no answer')}  ${result.why}`];
  const { before, after, between, confidence, rate, tries, runs, bound } = result;
  const [old, young] = sought === 'bad' ? ['last without', 'first with'] : ['last with', 'first without'];
  return [
    `  ${old.padEnd(14)}${before.name}`,
    `  ${paint('bold', young.padEnd(14))}${after.name}`,
    ...(between.length === 0 ? [] : [`  ${'or one of'.padEnd(14)}${between.join(', ')}, which could not be judged`]),
    `  ${'confidence'.padEnd(14)}${percent(confidence)} or more, for a fault that shows in ${rate.shown} of ${rate.runs} runs`,
    `  ${'runs'.padEnd(14)}${runs}, at most ${bound}: ${tries} for a build that does not show it`,
  ];
}

/** Cut and not rounded: it is said to be reached. */
const percent = (share: number): string => `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;
