/** Events as lines for people: one reader of them. The answer goes to `out`, the conversation to `err`. */
import type { CampaignEvent } from '../campaign/events.ts';
import { addFailure } from '../campaign/retold.ts';
import { ending } from './ending.ts';
import { failureLines } from './failure.ts';
import { findingsLines } from './first-screen.ts';
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

export class ConsoleReport {
  readonly #options: ConsoleOptions;
  readonly #live: LiveBlock | undefined;
  #begin: Of<'campaign'> | undefined;
  #plainAt = 0;
  readonly #known: Of<'failure'>[] = [];
  /** For the end: the plain ones go first, and a case may become plainer. */
  readonly #new: Of<'failure'>[] = [];
  readonly #targets: Of<'target'>[] = [];
  /** Paths of findings that are neither confirmed nor flaky yet, by target and signature. */
  readonly #unconfirmed = new Map<string, string>();
  /** Target and signature of each that was told: another scenario of it says nothing new. */
  readonly #flaky = new Set<string>();

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
        if (!event.known) {
          this.#unconfirmed.delete(nameOf(event));
          return addFailure(this.#new, event);
        }
        this.#known.push(event);
        return verbose ? answer(...failureLines(event, this.#begin, out.paint, this.#options.width), '') : undefined;
      case 'flaky':
        this.#unconfirmed.delete(nameOf(event));
        if (this.#flaky.has(nameOf(event)) && !verbose) return;
        this.#flaky.add(nameOf(event));
        return answer(...flakyLines(event, out.paint, width));
      case 'harness-error':
        return say(
          ...severalLines(`${err.paint('yellow', '!')} internal error on ${event.target} (${event.code}): ${event.message}`),
          ...(event.file === undefined ? [] : [`  scenario kept as ${event.file}: please report it`]),
        );
      case 'changed':
        return answer(`${out.paint('yellow', '!')} ${event.target}: ${event.case} is recorded as ${event.recorded}, now ${event.now}`);
      case 'target':
        this.#targets.push(event);
        return;
      case 'end':
        return this.#end(event);
    }
  }

  /** Tells what was found so far: for a campaign that breaks down, without an `end`. */
  findings(): void {
    const { out, verbose, width = USUAL_WIDTH } = this.#options;
    out.write(...findingsLines(this.#new.splice(0), { begin: this.#begin, paint: out.paint, width, verbose }));
  }

  #end(event: Of<'end'>): void {
    const { out, err, verbose, width = USUAL_WIDTH } = this.#options;
    const names = this.#begin?.targets.map(({ name }) => name) ?? [];
    this.findings();
    for (const target of this.#targets) out.write(...targetLines(target, out.paint, verbose, width));
    const deviations = this.#targets.reduce((sum, target) => sum + deviationsOf(target), 0);
    out.write(
      ...knownFaultLines(this.#known, names, out.paint, width),
      ...ending(event, { kept: [...this.#unconfirmed.values()], deviations }, width),
    );
    if (!event.interrupted) err.write(...nextLines(this.#known, names));
  }

  #progress(event: Of<'progress'>): void {
    const { terminal, err } = this.#options;
    if (this.#live !== undefined) {
      const faults = new Set(this.#known.map(({ signature }) => signature)).size;
      return this.#live.draw(phaseLines({ event, begin: this.#begin, faults }, terminal?.columns ?? USUAL_WIDTH, err.paint));
    }
    if (event.ms - this.#plainAt < PLAIN_MS) return;
    this.#plainAt = event.ms;
    err.write(plainLine(event));
  }
}

/** For logs: words that can be looked for. */
function plainLine(event: Of<'progress'>): string {
  const { ms, done, of: all, perSecond, failures, new: news, before = 0, flaky, inconclusive, harnessErrors, features, doing } = event;
  const of = all === undefined ? '' : `/${all}`;
  const reached = features === undefined ? '' : ` features=${features}`;
  const cases = event.checking === true ? ` replays=${event.replayed}/${event.toReplay}` : '';
  const unsure = percent(inconclusive, done).replace(' ', '');
  const counts = `new=${news} ${before === 0 ? '' : `before=${before} `}known=${failures - news - before} flaky=${flaky} unsure=${unsure} internal=${harnessErrors}${cases}${reached}`;
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

function flakyLines(event: Of<'flaky'>, paint: Paint, width: number): string[] {
  const said = `${event.target}: ${event.signature} did not show again in ${event.repeats[1]} runs, ${whereKept(event)}`;
  const [first = '', ...rest] = hanging('~ ', said, width);
  return [first.replace('~', paint('yellow', '~')), ...rest];
}

const whereKept = ({ case: path, notKept }: Of<'flaky'>): string =>
  notKept === undefined ? `kept as ${path}` : `not kept: ${notKept.why}`;
