/** Which formats each kind of answer has: a table, so that the compiler asks what a new format is of each answer, and the other way round. */
import { badge } from './formats/badge.ts';
import { github } from './formats/github.ts';
import { html } from './formats/html.ts';
import { junit } from './formats/junit.ts';
import { bisectionMarkdown, comparisonMarkdown, markdown, nightsMarkdown } from './formats/markdown.ts';
import { sarif } from './formats/sarif.ts';
import type { Summary } from './summary.ts';

/** Told as it goes; the others are drawn at the end. */
export const STREAMED = ['console', 'ndjson'] as const;
const DRAWN = ['html', 'junit', 'sarif', 'github', 'markdown', 'badge', 'issue'] as const;

export type Drawn = (typeof DRAWN)[number];
export type Format = (typeof STREAMED)[number] | Drawn;

/** What a command answers. */
export type Answer = 'campaign' | 'exploration' | 'comparison' | 'replays' | 'corpus' | 'bisection' | 'night' | 'nights' | 'application';

/** The text of a file. */
export type Draw = (summary: Summary) => string;

/** An issue is about one finding of nights: how it stood in each. */
const ALL = { html, junit, sarif, github, markdown, badge, issue: null };

/** Null: that answer has no such format. */
export const DRAWINGS: Readonly<Record<Answer, Readonly<Record<Drawn, Draw | null>>>> = {
  campaign: ALL,
  exploration: ALL,
  comparison: { ...ALL, markdown: comparisonMarkdown },
  replays: ALL,
  corpus: ALL,
  application: ALL,
  // Which build is the first with a fault is no verdict on any of them.
  bisection: { html: null, junit: null, sarif: null, github: null, markdown: bisectionMarkdown, badge: null, issue: null },
  night: { ...ALL, markdown: nightsMarkdown },
  nights: { ...ALL, markdown: nightsMarkdown, issue: ({ issue = '' }) => issue },
};

export const formatsOf = (answer: Answer): Format[] => [...STREAMED, ...DRAWN.filter((format) => DRAWINGS[answer][format] !== null)];

/** By the ending of a file's name. */
const ENDINGS: readonly [RegExp, Format][] = [
  [/\.html?$/i, 'html'],
  [/\.(?:ndjson|jsonl)$/i, 'ndjson'],
  [/\.xml$/i, 'junit'],
  [/\.sarif(?:\.json)?$/i, 'sarif'],
  [/\.(?:md|markdown)$/i, 'markdown'],
];

export const formatOfFile = (path: string): Format | undefined => ENDINGS.find(([ending]) => ending.test(path))?.[1];
