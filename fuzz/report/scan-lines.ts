/** Scans as people read them. */
import { printable } from '../base/printable.ts';
import type { Finding, Level } from '../scan/finding.ts';
import type { Scanned } from '../scan/scan.ts';
import { plural } from './numbers.ts';
import type { Paint } from './paint.ts';
import { isPid1, replayOf, type ScanReport } from './scan-value.ts';
import { table, wrap } from './table.ts';
import { IN_WORDS, markOf } from './verify-lines.ts';

const MARKS: Readonly<Record<Level, { mark: string; style: 'red' | 'yellow' | 'dim' }>> = {
  error: { mark: '✕', style: 'red' },
  warning: { mark: '!', style: 'yellow' },
  note: { mark: '–', style: 'dim' },
};

/** Columns of a line that findings fill. */
const WIDTH = 96;

/** All scans, one after the other. */
export function scanLines({ scanned, advisories }: ScanReport, paint: Paint): string[] {
  return scanned.flatMap((one, n) => [...(n === 0 ? [] : ['']), ...linesOf(one, advisories, paint)]);
}

function linesOf(one: Scanned, date: string, paint: Paint): string[] {
  return [
    headOf(one, paint),
    ...factsOf(one, paint),
    ...one.findings.flatMap((finding) => findingLines(finding, paint)),
    ...closing(one, date),
  ];
}

function headOf({ image, kind, reference, layers, files }: Scanned, paint: Paint): string {
  const size = layers === 0 ? [] : [plural(layers, 'layer'), plural(files, 'file')];
  const name = paint('bold', printable(image));
  return `  ${[name, ...(reference === undefined ? [] : [printable(reference)])].join('  ')}  ${[kind, ...size].join(', ')}`;
}

/** What it runs, PID 1, and the inits. */
function factsOf(one: Scanned, paint: Paint): string[] {
  const { config, pid1, inits } = one;
  const rows: [string, string][] = [];
  if (config !== undefined && pid1 !== undefined && pid1.kind !== 'nothing') {
    const user = config.user === '' ? '' : `, as ${config.user}`;
    rows.push(['runs', printable(`${pid1.argv.join(' ')}${user}${config.runtimeInit === true ? ', under an init of the runtime' : ''}`)]);
  }
  if (pid1 !== undefined && pid1.kind !== 'init' && pid1.kind !== 'nothing') rows.push(['PID 1', `– ${pid1Line(one)}`]);
  if (pid1?.kind === 'init' && pid1.unseen === true) rows.push(['PID 1', `– ${printable(pid1.argv[0] ?? '')}, by its name`]);
  const order = [...inits].sort((a, b) => Number(isPid1(one, b)) - Number(isPid1(one, a)));
  for (const init of order) {
    const { path, also, verified } = init;
    const names = also.length === 0 ? '' : ` (also ${also.slice(0, 2).map(printable).join(', ')}${also.length > 2 ? ', …' : ''})`;
    const said = `${IN_WORDS[verified.verdict.kind]}: ${verified.verdict.what}`;
    rows.push([isPid1(one, init) ? 'PID 1' : 'init', `${markOf(verified, paint)} ${printable(path)}${names}  ${said}`]);
  }
  return table(rows, '    ');
}

function pid1Line({ pid1 }: Scanned): string {
  if (pid1 === undefined) return '';
  const words = {
    'other-init': 'an init that has no rule here',
    shell: 'a shell',
    script: 'a script',
    program: 'a program',
    missing: 'missing',
  };
  return `${printable(pid1.path ?? pid1.argv[0] ?? '')}  ${words[pid1.kind as keyof typeof words] ?? pid1.kind}`;
}

function findingLines(finding: Finding, paint: Paint): string[] {
  const { mark, style } = MARKS[finding.level];
  const where = finding.line === undefined ? '' : `line ${finding.line}: `;
  const more = finding.also === undefined ? '' : `, and of ${plural(finding.also.length, 'more file')}`;
  const [first = '', ...rest] = wrap(`${where}${finding.said}${more}`, WIDTH - 6);
  const replay = replayOf(finding);
  const further = [
    finding.fix,
    replay === undefined ? undefined : `see it by: ${replay}`,
    finding.link === undefined ? undefined : printable(finding.link),
  ];
  return [
    `    ${paint(style, `${mark} ${finding.level}`)}  ${finding.rule}`,
    ...[first, ...rest].map((line) => `      ${line}`),
    ...further.filter((one) => one !== undefined).map((line) => `      ${paint('dim', `→ ${line}`)}`),
  ];
}

const KNOWN = ['advisory', 'known-defect', 'known-behaviour', 'provenance'];

/** What is not known is not vouched for. */
function closing({ kind, inits, findings }: Scanned, date: string): string[] {
  if (kind === 'dockerfile' || kind === 'inspect') return findings.length === 0 ? ['    ✓ nothing found'] : [];
  const listed = findings.some(({ rule }) => KNOWN.includes(rule));
  const none = inits.length === 0 ? 'no init that is known is in it; ' : '';
  return [`    ${none}${listed ? 'advisories and defects' : 'advisories and defects: none'} known to this tool as of ${date}`];
}
