/** What is known of an init of this version, with the cases that show it: records of defects, public reports, and what campaigns have found. */
import { relative } from 'node:path';
import { printable } from '../base/printable.ts';
import { SHIPPED_CORPUS, type StoredCase } from '../cases/store.ts';
import { needsOf } from '../cause/plainness.ts';
import { concerning, subjectOf, toFinding } from '../scan/advisories.ts';
import { compareDotted } from '../scan/versions.ts';
import type { Verified } from '../supply/verify.ts';
import type { Asked, Line } from './diagnosis.ts';

/** Whose bytes, where they are, and what it is started as. */
export interface Place {
  /** In evidence. */
  place: string;
  path: string;
  argv: readonly string[];
}

type Subject = Pick<Verified, 'known' | 'identity' | 'record' | 'verdict'>;

/** By the version that its bytes say, or its digest; a distribution's own mends are not known here. */
export function defectLinesOf(verified: Subject | undefined, at: Place, { osv, cases }: Pick<Asked, 'osv' | 'cases'>): Line[] {
  if (verified?.identity.kind !== 'init') return [];
  const found = concerning(subjectOf(verified, undefined), osv)
    .map((record) => toFinding(record, verified.verdict.what, at.path))
    .filter(({ level }) => level !== 'note');
  const recorded = found.map(
    ({ said, record, case: known }): Line => ({
      grade: 'warning',
      said: `${said}.`,
      evidence: `${printable(record ?? '')}, by ${at.place}`,
      ...(known === undefined ? {} : { fix: `npx initproof replay ${printable(known)} shows it` }),
    }),
  );
  const { init, version } = subjectOf(verified, undefined);
  if (init === undefined || version === undefined) return recorded;
  const told = new Set(found.map(({ case: known }) => known));
  const reported = cases.filter((one) => !told.has(nameOf(one)) && isInReleases(one, init, version));
  return [
    ...recorded,
    ...reported.map((one) => caseLine(one, 'warning', `${verified.verdict.what} has a reported fault`, at)),
    ...foundLines(cases, init, version, at),
  ];
}

/** `reported/tini-19`, as `replay` takes it. */
const nameOf = ({ path }: StoredCase): string => relative(SHIPPED_CORPUS, path).replace(/\.ya?ml$/, '');

const isInReleases = ({ case: { releases = [] } }: StoredCase, init: string, version: string): boolean =>
  releases.some(
    ({ init: of, since, fixed }) =>
      of === init &&
      (since === undefined || compareDotted(version, since) >= 0) &&
      (fixed === undefined || compareDotted(version, fixed) < 0),
  );

/** The newest release of each, on which the verdicts of the corpus were made (corpus/README.md). */
const NEWEST: Readonly<Record<string, string>> = { tini: '0.19.0', 'dumb-init': '1.2.5', catatonit: '0.1.7' };

/** Faults of the newest release that are told of; `initproof corpus list` has all. */
const MOST_FOUND = 3;

/** Properties by what their violation does to a container that is to stop. */
const WORST = ['forwards', 'leaves-promptly', 'survives', 'exit-code', 'reaps-orphans'];

/** Those that need the least that is unusual first; what they need is told. */
function foundLines(cases: readonly StoredCase[], init: string, version: string, at: Place): Line[] {
  if (NEWEST[init] !== version) return [];
  const target = variantOf(init, at.argv);
  const rank = ({ case: { property = '', scenario } }: StoredCase): number =>
    needsOf(scenario).length * WORST.length + WORST.indexOf(property);
  const known = cases
    .filter(({ case: { expect, property = '' } }) => expect[target] === 'violated' && WORST.includes(property))
    .sort((a, b) => rank(a) - rank(b));
  return known.slice(0, MOST_FOUND).map((one) => {
    const needs = needsOf(one.case.scenario);
    const takes = needs.length === 0 ? 'any container has it' : `it needs: ${needs.join(', ')}`;
    return caseLine(one, 'note', `${init} ${version} has a known fault (${takes})`, at);
  });
}

/** Targets of the corpus differ by options. */
function variantOf(init: string, argv: readonly string[]): string {
  const options = init === 'dumb-init' ? ['-c'] : init === 'tini' ? ['-g', '-s'] : ['-g'];
  const command = argv.indexOf('--');
  const own = argv.slice(1, command < 0 ? undefined : command);
  const option = options.find((one) => own.includes(one));
  return option === undefined ? init : `${init}${option}`;
}

function caseLine(one: StoredCase, grade: Line['grade'], head: string, { place }: Place): Line {
  const [first = ''] = /^[^.]+\./.exec(one.case.comment.replace(/\s+/g, ' ')) ?? [one.case.comment];
  const report = one.case.report === undefined ? '' : `, ${one.case.report}`;
  return {
    grade,
    said: printable(`${head}. ${first}`),
    evidence: printable(`${nameOf(one)}${report}, by ${place}`),
    fix: `npx initproof replay ${nameOf(one)} shows it`,
  };
}
