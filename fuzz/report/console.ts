/** Events as lines for people: one reader of them. The answer goes to `out`, the conversation to `err`. */
import type { CampaignEvent } from '../campaign/events.ts';
import { ending } from './ending.ts';
import { failureLines } from './failure.ts';
import { knownFaultLines, nextLines } from './known-faults.ts';
import { LiveBlock } from './live.ts';
import { percent, plural, time } from './numbers.ts';
import type { Paint } from './paint.ts';
import { phaseLines } from './phases.ts';
import { hanging, severalLines, USUAL_WIDTH, wrap } from './table.ts';
import { deviationsOf, targetLines } from './target-lines.ts';
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
  #deviations = 0;
  /** Paths of findings that are neither confirmed nor flaky yet, by target and signature. */
  readonly #unconfirmed = new Map<string, string>();

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.#live = options.terminal === undefined ? undefined : new LiveBlock(options.terminal);
  }

  take(event: CampaignEvent): void {
    if (event.type === 'progress') return this.#progress(event);
    this.#live?.clear();
    const { out, err, verbose, width = USUAL_WIDTH } = this.#options;
    const say = (...lines: string[]): void => err.write(...lines);
    const answer = (...lines: string[]): void => out.write(...lines);
    switch (event.type) {
      case 'campaign':
        this.#begin = event;
        return say(...beginning(event, verbose, width));
      case 'kind':
        return say(...troubleLines(event, err.paint), '');
      case 'warning':
      case 'not-kept':
      case 'stays':
        return say(...troubleLines(event, err.paint));
      case 'seen':
        return say(...seenLines(event, err.paint, width));
      case 'found':
        this.#unconfirmed.set(nameOf(event), event.case);
        return verbose ? say(`  ${event.target}: ${event.signature} saved as ${event.case}`) : undefined;
      case 'failure':
        this.#failures.push(event);
        if (!event.known) this.#unconfirmed.delete(nameOf(event));
        return answer(...this.#failure(event));
      case 'flaky':
        this.#unconfirmed.delete(nameOf(event));
        return answer(
          `${out.paint('yellow', '~')} ${event.target}: ${event.signature} did not show again in ${event.repeats[1]} runs, ${whereKept(event)}`,
        );
      case 'harness-error':
        return say(
          ...severalLines(`${err.paint('yellow', '!')} internal error on ${event.target} (${event.code}): ${event.message}`),
          ...(event.file === undefined ? [] : [`  scenario kept as ${event.file}: please report it`]),
        );
      case 'changed':
        return answer(`${out.paint('yellow', '!')} ${event.target}: ${event.case} is recorded as ${event.recorded}, now ${event.now}`);
      case 'target':
        this.#deviations += deviationsOf(event);
        return answer(...targetLines(event, out.paint, verbose, width));
      case 'end':
        return this.#end(event);
    }
  }

  #end(event: Of<'end'>): void {
    const { out, err, width = USUAL_WIDTH } = this.#options;
    const targets = this.#begin?.targets.map(({ name }) => name) ?? [];
    const known = this.#failures.filter((failure) => failure.known);
    out.write(
      ...knownFaultLines(known, targets, out.paint, width),
      ...ending(event, { kept: [...this.#unconfirmed.values()], deviations: this.#deviations }, width),
    );
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
    const { terminal, err } = this.#options;
    if (this.#live !== undefined) {
      const faults = new Set(this.#failures.flatMap(({ known, signature }) => (known ? signature : []))).size;
      return this.#live.draw(phaseLines({ event, begin: this.#begin, faults }, terminal?.columns ?? USUAL_WIDTH, err.paint));
    }
    if (event.ms - this.#plainAt < PLAIN_MS) return;
    this.#plainAt = event.ms;
    err.write(plainLine(event));
  }
}

/** For logs: words that can be looked for. */
function plainLine(event: Of<'progress'>): string {
  const { ms, done, of: all, perSecond, failures, new: news, flaky, inconclusive, harnessErrors, features, doing } = event;
  const of = all === undefined ? '' : `/${all}`;
  const reached = features === undefined ? '' : ` features=${features}`;
  const cases = event.checking === true ? ` replays=${event.replayed}/${event.toReplay}` : '';
  const unsure = percent(inconclusive, done).replace(' ', '');
  const counts = `new=${news} known=${failures - news} flaky=${flaky} unsure=${unsure} internal=${harnessErrors}${cases}${reached}`;
  return `${Math.round(ms / 1000)}s ${done}${of} ${perSecond}/s ${counts}${doing === undefined ? '' : ` ${doing}`}`;
}

const nameOf = ({ target, signature }: Of<'found' | 'failure' | 'flaky'>): string => `${target} ${signature}`;

/** So few targets have a line each; of more, which a screen has no room for, one line has the names. */
const FEW_TARGETS = 3;

function beginning(
  { version, seed, targets, properties, runs, budgetMs, corpus }: Of<'campaign'>,
  verbose: boolean,
  width: number,
): string[] {
  const budget = [
    runs === undefined ? [] : `${plural(runs, 'scenario')} each`,
    budgetMs === undefined ? [] : `${time(budgetMs)} in all`,
  ].flat();
  return [
    `initproof ${version} · seed ${seed}`,
    ...(verbose || targets.length <= FEW_TARGETS ? targets.map(targetLine) : part('targets', namesOf(targets), width)),
    `  properties  ${properties.length}`,
    ...part(
      'budget',
      `${budget.join(', ') || 'until Ctrl-C'}${corpus === 0 ? '' : `, ${plural(corpus, 'known case')} replayed beside`}`,
      width,
    ),
    '',
  ];
}

type Info = Of<'campaign'>['targets'][number];

const targetLine = ({ name, version, binary }: Info): string =>
  `  target      ${name}${version === undefined ? '' : ` ${version}`}  ${binary}`;

/** `tini, tini -g (0.19.0); sound`: those of one binary beside each other. */
function namesOf(targets: readonly Info[]): string {
  const names = new Map<string, { version: string | undefined; of: string[] }>();
  for (const { name, version, binary } of targets) names.set(binary, { version, of: [...(names.get(binary)?.of ?? []), name] });
  return [...names.values()].map(({ version, of }) => `${of.join(', ')}${version === undefined ? '' : ` (${version})`}`).join('; ');
}

const part = (name: string, text: string, width: number): string[] =>
  wrap(text, width - INDENT).map((line, n) => `${(n === 0 ? `  ${name}` : '').padEnd(INDENT)}${line}`);
const INDENT = 14;

function seenLines({ target, signature, said }: Of<'seen'>, paint: Paint, width: number): string[] {
  const [first = '', ...rest] = hanging('✕ ', `${target}: ${signature}: ${said}; looking into it`, width);
  return [first.replace('✕', paint('red', '✕')), ...rest];
}

const whereKept = ({ case: path, notKept }: Of<'flaky'>): string =>
  notKept === undefined ? `kept as ${path}` : `not kept: ${notKept.why}`;

function shortLine({ target, signature, case: path, notKept, repeats: [k, n] }: Of<'failure'>, mark: string, what: string): string {
  return `${mark} ${target}: ${signature} ${what}, ${k} of ${n} (${notKept === undefined ? path : `not kept: ${notKept.why}`})`;
}
