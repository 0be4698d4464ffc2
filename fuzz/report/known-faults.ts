/** The known faults that a campaign met, inits side by side: what each leads to, the most harmful first. */
import type { CampaignEvent } from '../campaign/events.ts';
import { harmOf, inShort } from './harm.ts';
import { plural } from './numbers.ts';
import { inert, type Paint } from './paint.ts';
import { wrap } from './table.ts';

type Failure = Extract<CampaignEvent, { type: 'failure' }>;

/** Faults that are listed: with what stands above and below, a screen of 24 to 30 lines. */
const MOST_FAULTS = 12;
/** Least columns for what a fault leads to: below that the inits are listed below it. */
const LEAST_TEXT = 34;

interface Fault {
  signature: string;
  text: string;
  harm: number;
  /** Of a case that shows it. */
  id: string;
  targets: Set<string>;
}

/** One for each signature. */
function faultsOf(failures: readonly Failure[]): Fault[] {
  const faults = new Map<string, Fault>();
  for (const { signature, id, target, consequence } of failures) {
    const before = faults.get(signature);
    if (before !== undefined) before.targets.add(target);
    else
      faults.set(signature, { signature, id, text: inShort(signature, consequence), harm: harmOf(signature), targets: new Set([target]) });
  }
  return [...faults.values()].sort((a, b) => a.harm - b.harm || b.targets.size - a.targets.size);
}

/** `tini`, `-g`, `-s`: variants of the target before them are named by what differs. */
export const shortNames = (targets: readonly string[]): string[] =>
  targets.map((target) => {
    const of = targets.find((other) => target.startsWith(`${other}-`));
    return of === undefined ? target : target.slice(of.length);
  });

/**
 * A table of the inits that have some, with a cross where one has the fault; a list where the terminal is too narrow for that, or there is one
 * init only. `targets`: in the order of the campaign. No lines where there are no faults.
 */
export function knownFaultLines(failures: readonly Failure[], given: readonly string[], paint: Paint, width: number): string[] {
  const all = faultsOf(failures);
  const targets = given.filter((target) => all.some((fault) => fault.targets.has(target)));
  if (all.length === 0) return [];
  const names = shortNames(targets).map(inert);
  const room = width - 2 - ID - names.reduce((sum, name) => sum + name.length + 2, 0);
  const told = all.slice(0, MOST_FAULTS);
  const columns: Columns | undefined = targets.length > 1 && room >= LEAST_TEXT ? { targets, names, room } : undefined;
  return [
    '',
    `  ${plural(all.length, 'known fault')} seen again, the most harmful first`,
    ...(columns === undefined ? told.flatMap((fault) => listed(fault, targets, width)) : tabled(told, columns, paint)),
    ...(all.length > told.length ? [`  … ${all.length - told.length} more: --verbose tells each`] : []),
  ];
}

/** Columns of an id and what stands before it. */
const ID = 10;

interface Columns {
  targets: readonly string[];
  names: readonly string[];
  /** Of the text. */
  room: number;
}

function tabled(faults: readonly Fault[], { targets, names, room }: Columns, paint: Paint): string[] {
  const marks = ({ targets: of }: Fault): string =>
    names.map((name, n) => `  ${of.has(targets[n] ?? '') ? paint('yellow', '✕') : ' '}${' '.repeat(name.length - 1)}`).join('');
  const lines = faults.flatMap((fault) =>
    wrap(inert(fault.text), room).map((line, n) => (n === 0 ? `  ${line.padEnd(room)}${marks(fault)}  ${fault.id}` : `    ${line}`)),
  );
  return [`  ${' '.repeat(room)}${names.map((name) => `  ${name}`).join('')}`, ...lines];
}

function listed({ text, id, targets: of }: Fault, targets: readonly string[], width: number): string[] {
  const on = targets.length > 1 ? `: ${targets.filter((target) => of.has(target)).join(', ')}` : '';
  return wrap(inert(`${text}${on}, case ${id}`), width - 4).map((line, n) => (n === 0 ? `  ${line}` : `    ${line}`));
}

/** What to do next, a command each. Of nothing that is new: that has commands of its own. */
export function nextLines(known: readonly Failure[], targets: readonly string[]): string[] {
  const [worst] = faultsOf(known);
  const shipped = targets.every((target) => !target.includes('/'));
  const lines = [
    ...(worst === undefined
      ? []
      : [`See one happen  npx initproof replay ${worst.id}`, `Why it matters  npx initproof explain ${worst.signature}`]),
    ...(shipped ? ['Your own init   npx initproof run ./my-init', 'Your own image  npx initproof scan app.tar'] : []),
  ];
  return lines.length === 0 ? [] : ['', ...lines.map((line) => `  ${line}`)];
}
