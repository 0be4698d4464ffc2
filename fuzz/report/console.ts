/** Events as lines for people: one reader of them. The answer goes to `out`, the conversation to `err`. */
import type { CampaignEvent } from '../campaign/events.ts';
import { ending } from './ending.ts';
import { failureLines } from './failure.ts';
import { knownFaultLines, nextLines } from './known-faults.ts';
import { LiveBlock } from './live.ts';
import { clock, grouped, plural, time } from './numbers.ts';
import type { Paint } from './paint.ts';
import { severalLines, USUAL_WIDTH } from './table.ts';
import { targetLines } from './target-lines.ts';
import { troubleLines } from './trouble.ts';

export interface ConsoleOptions {
  out: { write(...lines: string[]): void; paint: Paint };
  err: { write(...lines: string[]): void; paint: Paint };
  /** The terminal for the live block; absent where there is none: then a plain line now and then. */
  terminal?: NodeJS.WriteStream | undefined;
  /** Of the terminal that the answer goes to, columns. */
  width?: number;
  /** Every property, and what is expected. */
  verbose: boolean;
}

type Of<Type extends CampaignEvent['type']> = Extract<CampaignEvent, { type: Type }>;

/** Between two plain lines, ms: a log of an hour stays readable. */
const PLAIN_MS = 10_000;
const BAR = 18;
/** Findings of a kind on one target that are told at length; of those with other details, such as one for each signal, a line does. */
const AT_LENGTH = 3;

export class ConsoleReport {
  readonly #options: ConsoleOptions;
  readonly #live: LiveBlock | undefined;
  #begin: Of<'campaign'> | undefined;
  #plainAt = 0;
  readonly #failures: Of<'failure'>[] = [];
  /** By target and kind. */
  readonly #told = new Map<string, number>();

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#live = options.terminal === undefined ? undefined : new LiveBlock(options.terminal);
  }

  take(event: CampaignEvent): void {
    if (event.type === 'progress') return this.#progress(event);
    this.#live?.clear();
    const { out, err, verbose } = this.#options;
    const say = (...lines: string[]): void => err.write(...lines);
    const answer = (...lines: string[]): void => out.write(...lines);
    switch (event.type) {
      case 'campaign':
        this.#begin = event;
        return say(...beginning(event));
      case 'kind':
        return say(...troubleLines(event, err.paint), '');
      case 'warning':
      case 'not-kept':
      case 'stays':
        return say(...troubleLines(event, err.paint));
      case 'seen':
        return say(`${err.paint('red', '✕')} ${event.target}: ${event.signature} ${err.paint('dim', `${event.said}; looking into it`)}`);
      case 'found':
        return verbose ? say(`  ${event.target}: ${event.signature} saved as ${event.case}`) : undefined;
      case 'failure':
        this.#failures.push(event);
        return answer(...this.#failure(event));
      case 'flaky':
        return answer(
          `${out.paint('yellow', '~')} ${event.target}: ${event.signature} did not show again in ${event.repeats[1]} runs, ${whereKept(event)}`,
        );
      case 'harness-error':
        return say(
          ...severalLines(`${err.paint('yellow', '!')} harness error on ${event.target} (${event.code}): ${event.message}`),
          ...(event.file === undefined ? [] : [`  scenario kept as ${event.file}: please report it`]),
        );
      case 'changed':
        return answer(`${out.paint('yellow', '!')} ${event.target}: ${event.case} is recorded as ${event.recorded}, now ${event.now}`);
      case 'target':
        return answer(...targetLines(event, out.paint, verbose));
      case 'end':
        return this.#end(event);
    }
  }

  #end(event: Of<'end'>): void {
    const { out, err, width = USUAL_WIDTH } = this.#options;
    const targets = this.#begin?.targets.map(({ name }) => name) ?? [];
    const known = this.#failures.filter((failure) => failure.known);
    out.write(...knownFaultLines(known, targets, out.paint, width), ...ending(event));
    if (!event.interrupted) err.write(...nextLines(known, targets));
  }

  #failure(event: Of<'failure'>): string[] {
    const { out, verbose, width } = this.#options;
    if (verbose) return [...failureLines(event, this.#begin, out.paint, width), ''];
    if (event.known) return [];
    const kind = `${event.target} ${event.signature.replace(/:.*/, '')}`;
    const before = this.#told.get(kind) ?? 0;
    this.#told.set(kind, before + 1);
    return before < AT_LENGTH
      ? [...failureLines(event, this.#begin, out.paint, width), '']
      : [shortLine(event, out.paint('red', '✕'), 'too')];
  }

  #progress(event: Of<'progress'>): void {
    if (this.#live !== undefined) return this.#live.draw(block(event, this.#begin, this.#options.err.paint));
    if (event.ms - this.#plainAt < PLAIN_MS) return;
    this.#plainAt = event.ms;
    const of = event.of === undefined ? '' : `/${event.of}`;
    const { done, perSecond, failures, new: news, flaky, harnessErrors } = event;
    const reached = event.features === undefined ? '' : ` features=${event.features}`;
    const cases = event.checking === true ? ` replays=${event.replayed}/${event.toReplay}` : '';
    const counts = `new=${news} known=${failures - news} flaky=${flaky} harness=${harnessErrors}${cases}${reached}`;
    this.#options.err.write(
      `${Math.round(event.ms / 1000)}s ${done}${of} ${perSecond}/s ${counts}${event.doing === undefined ? '' : ` ${event.doing}`}`,
    );
  }
}

function beginning({ version, seed, targets, properties, runs, budgetMs, corpus }: Of<'campaign'>): string[] {
  const budget = [
    runs === undefined ? [] : `${plural(runs, 'scenario')} each`,
    budgetMs === undefined ? [] : `${time(budgetMs)} in all`,
  ].flat();
  return [
    `initproof ${version} · seed ${seed}`,
    ...targets.map(({ name, version: of, binary }) => `  target      ${name}${of === undefined ? '' : ` ${of}`}  ${binary}`),
    `  properties  ${properties.length}`,
    `  budget      ${budget.join(', ') || 'until Ctrl-C'}${corpus === 0 ? '' : `, ${plural(corpus, 'known case')} replayed beside`}`,
    '',
  ];
}

const whereKept = ({ case: path, notKept }: Of<'flaky'>): string =>
  notKept === undefined ? `kept as ${path}` : `not kept: ${notKept.why}`;

function shortLine({ target, signature, case: path, notKept, repeats: [k, n] }: Of<'failure'>, mark: string, what: string): string {
  return `${mark} ${target}: ${signature} ${what}, ${k} of ${n} (${notKept === undefined ? path : `not kept: ${notKept.why}`})`;
}

/** Of the two phases, which go on side by side, the first while it lasts; then the sums. */
function block(event: Of<'progress'>, begin: Of<'campaign'> | undefined, paint: Paint): string[] {
  const { ms, done, of, perSecond, replayed, toReplay, failures, new: news, flaky, harnessErrors, doing } = event;
  const budget = begin?.budgetMs;
  const share = Math.min(1, Math.max(of ? done / of : 0, budget ? ms / budget : 0));
  const counted = `${grouped(done)}${of === undefined ? '' : ` / ${grouped(of)}`}`;
  const clocks = `${clock(ms)}${budget === undefined ? '' : ` / ${clock(budget)}`}`;
  const sums = `new ${news}   known ${failures - news}   flaky ${flaky}   harness errors ${harnessErrors}${featuresOf(event)}`;
  const checking = `  known cases  ${bar(replayed / Math.max(1, toReplay), paint)}   ${grouped(replayed)} / ${grouped(toReplay)} replays`;
  return [
    ...(event.checking === true ? [checking] : []),
    `  scenarios    ${bar(share, paint)}  ${String(Math.round(share * 100)).padStart(3)} %   ${counted}   ${grouped(Math.round(perSecond))} /s   ${clocks}`,
    `  ${paint('dim', `${sums}${doing === undefined ? '' : `   ${doing}`}`)}`,
  ];
}

const bar = (share: number, paint: Paint): string => paint('cyan', '█'.repeat(Math.round(share * BAR)).padEnd(BAR, '░'));

/** What guidance has reached: when nothing new has come for long, there is little left to come. */
function featuresOf({ features, newestMs = 0, ms }: Of<'progress'> | Of<'end'>): string {
  return features === undefined ? '' : `   features ${grouped(features)} (last new ${clock(Math.max(0, ms - newestMs))} ago)`;
}
