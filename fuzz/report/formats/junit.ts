/**
 * A summary as JUnit XML, as Jenkins, GitLab and GitHub actions read it: a suite for each target, a test case for each property, by the same
 * name each time. What is known, declared, open or flaky is skipped, with why, as pytest has what is expected to fail.
 */
import type { Check, Status, Summary } from '../summary.ts';
import { storyOf } from './story.ts';

type Element = 'error' | 'failure' | 'skipped' | undefined;

const ELEMENTS: Readonly<Record<Status, Element>> = {
  error: 'error',
  failed: 'failure',
  flaky: 'skipped',
  open: 'skipped',
  known: 'skipped',
  expected: 'skipped',
  held: undefined,
  'not-applicable': 'skipped',
};

/** Before the sentence of what is skipped. */
const WORDS: Readonly<Record<Status, string>> = {
  error: '',
  failed: '',
  flaky: 'flaky: ',
  open: 'inconclusive: ',
  known: 'known: ',
  expected: 'declared: ',
  held: '',
  'not-applicable': 'does not apply: ',
};

export function junit(summary: Summary): string {
  const broken: Check[] =
    summary.broken === undefined
      ? []
      : [{ target: 'initproof', name: 'comes to its end', status: 'error', said: [summary.broken], findings: [] }];
  const checks = [...summary.checks, ...broken];
  const targets = [...new Set(checks.map(({ target }) => target))];
  const suites = targets.map((target) =>
    suiteOf(
      target,
      checks.filter((check) => check.target === target),
    ),
  );
  const seconds = ((summary.ended?.ms ?? summary.nights?.tonight[0]?.ms ?? 0) / 1000).toFixed(3);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="initproof" ${counts(checks)} time="${seconds}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function counts(checks: readonly Check[]): string {
  const of = (element: Element): number => checks.filter(({ status }) => ELEMENTS[status] === element).length;
  return `tests="${checks.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}"`;
}

const suiteOf = (target: string, checks: readonly Check[]): string =>
  [`  <testsuite name="${xml(target)}" ${counts(checks)} time="0">`, ...checks.map(caseOf), '  </testsuite>'].join('\n');

function caseOf(check: Check): string {
  const { target, name, status, said, findings, file = findings[0]?.case } = check;
  const head = `    <testcase classname="${xml(target)}" name="${xml(name)}" time="0"${file === undefined ? '' : ` file="${xml(file)}"`}`;
  const element = ELEMENTS[status];
  if (element === undefined) return said.length === 0 ? `${head}/>` : `${head}><system-out>${xml(said.join('\n'))}</system-out></testcase>`;
  const message = `${WORDS[status]}${said.join('; ')}`;
  // A skipped case has no type by Jenkins' schema; the id is what `initproof replay` takes.
  if (element === 'skipped') return `${head}><skipped message="${xml(message)}"/></testcase>`;
  const type = findings[0]?.signature ?? name;
  const text = findings.filter(({ known }) => !known).flatMap((finding) => [...storyOf(finding), '']);
  return `${head}><${element} message="${xml(message)}" type="${xml(type)}">${xml(text.join('\n'))}</${element}></testcase>`;
}

/** XML 1.0 has no way to say other control characters, nor half a surrogate pair. Line ends of an attribute would become spaces. */
const xml = (text: string): string =>
  text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd').replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
