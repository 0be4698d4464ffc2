/** A finding, for people: what, how it came about, how small, how sure, and the lines to paste. */
import type { CampaignEvent } from '../campaign/events.ts';
import type { Account } from '../campaign/account.ts';
import type { Plainness } from '../cause/plainness.ts';
import type { Elsewhere } from '../campaign/elsewhere.ts';
import type { StoryLine } from '../campaign/story.ts';
import { TAMPERED } from '../judge/fault.ts';
import { signalIn } from './alike.ts';
import { pageOf } from './explanation.ts';
import { plural, time } from './numbers.ts';
import type { Paint } from './paint.ts';
import { hanging, USUAL_WIDTH, wrap } from './table.ts';

type Failure = Extract<CampaignEvent, { type: 'failure' }>;

/**
 * Lines of a scenario that are shown whole, with the story half a screen; of a longer one how the init is launched, and `explain` tells the
 * rest.
 */
const SHORT = 12;

/** `width`: of the terminal, columns. `others`: findings that differ by the signal alone. */
export function failureLines(
  failure: Failure,
  begin: { seed: number } | undefined,
  paint: Paint,
  width = USUAL_WIDTH,
  others: readonly Failure[] = [],
): string[] {
  const { target, property, said, smallest, found, tries, repeats, signature, behind } = failure;
  const from =
    tries === 0
      ? ''
      : ` (from ${plural(found.steps, 'step')}, ${plural(found.processes, 'process', 'processes')}; ${plural(tries, 'try', 'tries')})`;
  const without = behind === undefined ? '' : `: it shows without what case ${behind} needs`;
  return [
    `${paint('red', '✕')} ${paint('bold', target)} ${headOf(property, paint)}`,
    '',
    ...wrap(said, width - 2).map((line) => `  ${line}`),
    '',
    ...scenarioLines(failure.scenario, width),
    '',
    ...accountLines(failure, width),
    ...elsewhereLines(failure.elsewhere ?? [], width),
    ...hanging('  smallest   ', `${plural(smallest.steps, 'step')}, ${plural(smallest.processes, 'process', 'processes')}${from}`, width),
    ...hanging('  needs      ', needsText(failure), width),
    `  repeats    ${repeats[0]} of ${repeats[1]}`,
    ...hanging('  signature  ', `${signature}, ${standing(failure)}${without}`, width),
    ...likeLines('  likewise   ', others, width),
    ...keptLines(failure),
    '',
    `  found after ${time(failure.ms)}${origin(failure, begin)}`,
  ];
}

const standing = ({ known, before, accepted }: Failure): string =>
  accepted !== undefined ? `accepted until ${accepted.until}: ${accepted.reason}` : known ? 'known' : before ? 'found before' : 'new';

/** With which other signals it is so, and the cases of them. */
const likeLines = (head: string, others: readonly Failure[], width: number): string[] =>
  others.length === 0 ? [] : hanging(head, others.map((other) => `${signalIn(other) ?? other.signature} (${other.id})`).join(', '), width);

/** In brief: what, what happens, what it leads to, how sure, and where the rest is. `others`: findings that differ by the signal alone. */
export function briefLines(failure: Failure, paint: Paint, width = USUAL_WIDTH, others: readonly Failure[] = []): string[] {
  const { target, property, said, scenario, consequence, signature, repeats } = failure;
  return [
    `${paint('red', '✕')} ${paint('bold', target)} ${headOf(property, paint)}${inBrackets(pageOf(property))}`,
    ...hanging('  ', said, width),
    ...scenarioLines(scenario, width),
    ...(consequence === undefined ? [] : hanging('  → ', consequence, width)),
    ...hanging('  ', `${signature}, ${repeats[0]} of ${repeats[1]}; npx initproof replay ${nameOfCase(failure)}`, width),
    ...likeLines('  likewise ', others, width),
  ];
}

const inBrackets = (page: string | undefined): string => (page === undefined ? '' : ` (${page})`);

/** Id or path: what `replay` and `explain` find, from the folder in which the campaign ran. */
export const nameOfCase = ({ case: path, id, notKept }: Pick<Failure, 'case' | 'id' | 'notKept'>): string =>
  path.startsWith('.initproof/') && notKept === undefined ? id : quote(path);

/** Whether a plain `docker run` has it, or what it needs beyond that. */
export const needsText = (plainness: Plainness): string =>
  'needs' in plainness ? plainness.needs.join(', ') : 'nothing unusual: a plain `docker run` has it';

/** Each verdict of another target in words, behind its name. */
export const ELSEWHERE: Readonly<Record<Elsewhere['now'], string>> = {
  same: 'the same',
  violated: 'fails otherwise',
  holds: 'holds',
  expected: 'does so by design',
  inconclusive: 'could not be judged',
  'not-applicable': 'does not apply',
  tampered: 'tampers with the record',
};

/** A line that names the other inits, those that do alike beside each other: those with the same fault first. */
function elsewhereLines(others: readonly Elsewhere[], width: number): string[] {
  const parts = Object.entries(ELSEWHERE).flatMap(([now, words]) => {
    const names = others.filter((other) => other.now === now).map(({ target }) => target);
    return names.length === 0 ? [] : `${names.join(', ')}: ${words}`;
  });
  return parts.length === 0 ? [] : hanging('  elsewhere  ', parts.join('; '), width);
}

/** Where it is and what to do with it; the file itself where it could not be written. */
function keptLines({ case: path, notKept, property }: Failure): string[] {
  if (notKept === undefined) return [`  saved      ${path}`, '', ...pasteLines(path, property)];
  const { why, yaml, earlier } = notKept;
  return [
    `  not kept   ${why}`,
    ...(earlier ? [`  saved      ${path}, a larger form of it`, '', ...pasteLines(path, property)] : []),
    '',
    '  To keep it, put these lines into a file:',
    '',
    ...yaml.trimEnd().split('\n'),
  ];
}

/** Nothing of a property that has no page. */
const readLine = (head: string, property: string): string[] => {
  const page = pageOf(property);
  return page === undefined ? [] : [`${head}${page}`];
};

const pasteLines = (path: string, property: string): string[] => [
  `  Replay     npx initproof replay ${quote(path)}`,
  `  Explain    npx initproof explain ${quote(path)}`,
  ...readLine('  Read       ', property),
];

/** Who has written into the record of a run can have written all of it: no property is named. */
function headOf(property: string, paint: Paint): string {
  return property === TAMPERED
    ? paint('bold', 'tampers with the record of a run: no verdict on it is evidence')
    : `violates ${paint('bold', property)}`;
}

/** A scenario in plain English, or how its init is launched where it is long. */
export function scenarioLines(scenario: readonly string[], width = USUAL_WIDTH): string[] {
  return (scenario.length <= SHORT ? scenario : scenario.slice(0, 1)).flatMap((line) => wrap(line, width - 2)).map((line) => `  ${line}`);
}

function origin({ index, from }: Failure, begin: { seed: number } | undefined): string {
  if (from !== undefined) return `, replaying ${from}`;
  return begin === undefined || index === undefined ? '' : ` · seed ${begin.seed} · scenario ${index}`;
}

const quote = (path: string): string => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

/** The story, its cause, what the init wrote, and what the fault leads to; an empty line behind each. */
export function accountLines({ story, due, cause, stderr, consequence }: Account, width = USUAL_WIDTH): string[] {
  return [
    ...(story.length === 0 ? [] : [...storyLines(story, due, width), '']),
    ...(cause === undefined ? [] : [...hanging('  cause      ', cause, width), '']),
    ...(stderr.length === 0 ? [] : [...stderrLines(stderr, width), '']),
    ...(consequence === undefined ? [] : [...hanging('  → ', consequence, width), '']),
  ];
}

/** A line an event below its unit of time, and a cross at the moment of the fault, with what was due then. */
function storyLines(story: readonly StoryLine[], due: string | undefined, width: number): string[] {
  const whoWidth = Math.max(7, ...story.map(({ who }) => who.length));
  return [
    '        ms',
    ...story.flatMap(({ ms, who, what, fault, skipped }) => {
      const head = `${fault ? '✕ ' : '  '}${ms.toFixed(2).padStart(8)}  ${who.padEnd(whoWidth)}  `;
      return [
        ...(skipped === undefined ? [] : [`         …  ${plural(skipped, 'more line')}`]),
        ...hanging(head, what, width),
        ...(fault && due !== undefined ? hanging(`${' '.repeat(head.length)}↑ but should `, due, width) : []),
      ];
    }),
  ];
}

/** What the init wrote to stderr: a mark before each line, so that none looks like one of ours. */
const stderrLines = (stderr: readonly string[], width: number): string[] => [
  '  the init wrote to stderr:',
  ...stderr.flatMap((line) => wrap(line, width - 6)).map((line) => `    | ${line}`),
];
