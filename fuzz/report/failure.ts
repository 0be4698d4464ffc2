/** A finding, for people: what, how it came about, how small, how sure, and the lines to paste. */
import type { CampaignEvent } from '../campaign/events.ts';
import type { Account } from '../campaign/account.ts';
import type { StoryLine } from '../campaign/story.ts';
import { TAMPERED } from '../judge/fault.ts';
import { plural, time } from './numbers.ts';
import type { Paint } from './paint.ts';
import { wrap } from './table.ts';

type Failure = Extract<CampaignEvent, { type: 'failure' }>;

/** Width of text. */
const WIDTH = 96;
/**
 * Lines of a scenario that are shown whole, with the story half a screen; of a longer one how the init is launched, and `explain` tells the
 * rest.
 */
const SHORT = 12;

export function failureLines(failure: Failure, begin: { seed: number } | undefined, paint: Paint): string[] {
  const { target, property, said, smallest, found, tries, repeats, signature, known, behind } = failure;
  const from =
    tries === 0
      ? ''
      : ` (from ${plural(found.steps, 'step')}, ${plural(found.processes, 'process', 'processes')}; ${plural(tries, 'try', 'tries')})`;
  return [
    `${paint('red', '✕')} ${paint('bold', target)} ${headOf(property, paint)}`,
    '',
    ...wrap(said, WIDTH).map((line) => `  ${line}`),
    '',
    ...scenarioLines(failure.scenario),
    '',
    ...accountLines(failure),
    `  smallest   ${plural(smallest.steps, 'step')}, ${plural(smallest.processes, 'process', 'processes')}${from}`,
    `  repeats    ${repeats[0]} of ${repeats[1]}`,
    `  signature  ${signature}, ${known ? 'known' : 'new'}${behind === undefined ? '' : `: it shows without what case ${behind} needs`}`,
    ...keptLines(failure),
    '',
    `  found after ${time(failure.ms)}${origin(failure, begin)}`,
  ];
}

/** Where it is and what to do with it; the file itself where it could not be written. */
function keptLines({ case: path, notKept }: Failure): string[] {
  if (notKept === undefined) return [`  saved      ${path}`, '', ...pasteLines(path)];
  const { why, yaml, earlier } = notKept;
  return [
    `  not kept   ${why}`,
    ...(earlier ? [`  saved      ${path}, a larger form of it`, '', ...pasteLines(path)] : []),
    '',
    '  To keep it, put these lines into a file:',
    '',
    ...yaml.trimEnd().split('\n'),
  ];
}

const pasteLines = (path: string): string[] => [
  `  Replay     npx initproof replay ${quote(path)}`,
  `  Explain    npx initproof explain ${quote(path)}`,
];

/** Who has written into the record of a run can have written all of it: no property is named. */
function headOf(property: string, paint: Paint): string {
  return property === TAMPERED
    ? paint('bold', 'tampers with the record of a run: no verdict on it is evidence')
    : `violates ${paint('bold', property)}`;
}

/** A scenario in plain English, or how its init is launched where it is long. */
export function scenarioLines(scenario: readonly string[]): string[] {
  return (scenario.length <= SHORT ? scenario : scenario.slice(0, 1)).flatMap((line) => wrap(line, WIDTH)).map((line) => `  ${line}`);
}

function origin({ index, from }: Failure, begin: { seed: number } | undefined): string {
  if (from !== undefined) return `, replaying ${from}`;
  return begin === undefined || index === undefined ? '' : ` · seed ${begin.seed} · scenario ${index}`;
}

const quote = (path: string): string => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

/** The story, what the init wrote, and what the fault leads to; an empty line behind each. */
export function accountLines({ story, due, stderr, consequence }: Account): string[] {
  return [
    ...(story.length === 0 ? [] : [...storyLines(story, due), '']),
    ...(stderr.length === 0 ? [] : [...stderrLines(stderr), '']),
    ...(consequence === undefined
      ? []
      : [...wrap(`→ ${consequence}`, WIDTH).map((line, n) => (n === 0 ? `  ${line}` : `    ${line}`)), '']),
  ];
}

/** A line an event below its unit of time, and a cross at the moment of the fault, with what was due then. */
function storyLines(story: readonly StoryLine[], due: string | undefined): string[] {
  const width = Math.max(7, ...story.map(({ who }) => who.length));
  return ['        ms', ...story.flatMap((line) => [...gapLines(line), ...lineOf(line, width, due)])];
}

const gapLines = ({ skipped }: StoryLine): string[] => (skipped === undefined ? [] : [`         …  ${plural(skipped, 'more line')}`]);

function lineOf({ ms, who, what, fault }: StoryLine, width: number, due: string | undefined): string[] {
  const line = `${fault ? '✕ ' : '  '}${ms.toFixed(2).padStart(8)}  ${who.padEnd(width)}  ${what}`;
  return fault && due !== undefined ? [line, `  ${' '.repeat(8)}  ${' '.repeat(width)}  ↑ but should ${due}`] : [line];
}

/** What the init wrote to stderr last: a mark before each line, so that none looks like one of ours. */
const stderrLines = (stderr: readonly string[]): string[] => [
  '  the init wrote to stderr:',
  ...stderr.flatMap((line) => wrap(line, WIDTH - 4)).map((line) => `    | ${line}`),
];
