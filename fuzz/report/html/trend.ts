/**
 * How nights went: charts over nights by uPlot, which is inlined from the installed package, and a table with the same numbers for readers,
 * for paper, and where no script runs.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { harmless, toJson } from '../../base/printable.ts';
import type { HistoryLine } from '../../nightly/schema.ts';
import { perSecond } from '../../nightly/trend.ts';
import { grouped } from '../numbers.ts';
import { text } from './escape.ts';
import { SCRIPT, TREND_STYLE } from './trend-script.ts';

/** Rows of the table, which the charts draw: a quarter with one target, and some 30 kB. */
const MOST_ROWS = 120;
/** Lines in one chart that can be told apart. */
const MOST_LINES = 8;
/** A table that is shown at once; a longer one is folded. */
const SHORT = 10;

const uplot = (file: string): string => readFileSync(createRequire(import.meta.url).resolve(`uplot/dist/${file}`), 'utf8').trim();

interface Measure {
  title: string;
  /** Null: nothing was tried. */
  of: (line: HistoryLine) => number | null;
  digits: number;
}

const openFindings = ({ states }: HistoryLine): number =>
  (states.new ?? 0) + (states.back ?? 0) + (states.still ?? 0) + (states.flaky ?? 0) + (states.gone ?? 0);

const MEASURES: readonly Measure[] = [
  { title: 'open findings', of: openFindings, digits: 0 },
  { title: 'scenarios a second', of: (line) => (line.scenarios === 0 ? null : perSecond(line)), digits: 1 },
  {
    title: 'could not be judged, %',
    of: ({ scenarios, inconclusive }) => (scenarios === 0 ? null : (100 * inconclusive) / scenarios),
    digits: 1,
  },
];

export interface Trend {
  html: string;
  /** Of the page's head and of its end; their policy names each by its hash. None without charts. */
  styles: readonly string[];
  scripts: readonly string[];
}

/** The last nights, as many as there is room for. One night alone has no charts. */
export function trendHtml(history: readonly HistoryLine[]): Trend {
  const lines = lastNights(history);
  const nights = [...new Set(lines.map(({ night }) => night))].sort((a, b) => a - b);
  const table = tableHtml(lines.toReversed(), history.length - lines.length);
  if (nights.length < 2) return { html: table, styles: [], scripts: [] };
  const data = toJson(chartData(lines, nights)).replace(/[<>&']/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  const charts = MEASURES.map(
    ({ title }, n) =>
      `<figure><figcaption>${text(title)}</figcaption><div id="trend-${n}" role="img" aria-label="Chart over nights: ${text(title)}; the table has the numbers"></div></figure>`,
  );
  const html = `<div class="charts" hidden>${charts.join('')}</div><script type="application/json" id="trend-data">${data}</script>${table}`;
  return { html, styles: [`${uplot('uPlot.min.css')}${TREND_STYLE}`], scripts: [uplot('uPlot.iife.min.js'), SCRIPT] };
}

/** Whole nights. */
function lastNights(history: readonly HistoryLine[]): HistoryLine[] {
  const first = history.at(-MOST_ROWS)?.night;
  const whole = history.length <= MOST_ROWS || history.at(-MOST_ROWS - 1)?.night !== first;
  return history.filter(({ night }) => first === undefined || night > first || (whole && night === first));
}

/** Of each measure a line for each target, a point or a gap for each night. */
function chartData(lines: readonly HistoryLine[], nights: readonly number[]): object {
  const targets = [...new Set(lines.map(({ target }) => target))].slice(0, MOST_LINES);
  const at = new Map(lines.map((line) => [`${line.night} ${line.target}`, line]));
  const values = ({ of, digits }: Measure): (number | null)[][] =>
    targets.map((target) =>
      nights.map((night) => {
        const line = at.get(`${night} ${target}`);
        const value = line === undefined ? null : of(line);
        return value === null ? null : Number(value.toFixed(digits));
      }),
    );
  const dates = Object.fromEntries(lines.map(({ night, date }) => [night, date]));
  return {
    nights,
    dates,
    targets: targets.map(harmless),
    whole: MEASURES.map(({ digits }) => digits === 0),
    measures: MEASURES.map(values),
  };
}

function tableHtml(lines: readonly HistoryLine[], earlier: number): string {
  const rows = lines.map((line) => {
    const { night, date, target, scenarios, exit } = line;
    const values = MEASURES.map(({ of, digits }) => of(line)?.toFixed(digits) ?? '–');
    return `<tr><td>${night}</td><td>${date}</td><td>${text(target)}</td>${[grouped(scenarios), ...values, String(exit)].map((one) => `<td class="num">${text(one)}</td>`).join('')}</tr>`;
  });
  const head = ['night', 'date', 'init', 'scenarios', ...MEASURES.map(({ title }) => title), 'exit code'];
  const more = earlier === 0 ? '' : `<p class="mut">${earlier} more lines are in history.ndjson of the state.</p>`;
  return `<details${lines.length <= SHORT ? ' open' : ''}><summary>The numbers, the last night first</summary><div class="scroll" role="group" tabindex="0" aria-label="Table"><table class="nights"><thead><tr>${head.map((one, n) => `<th scope="col"${n > 2 ? ' class="num"' : ''}>${text(one)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>${more}</details>`;
}
