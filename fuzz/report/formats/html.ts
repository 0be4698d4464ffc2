/**
 * A summary as one page that stands alone: no request, no script but that of the charts of nights, nothing of a stranger that is not escaped
 * (`html/escape.ts`). Drawn from values alone, so that NDJSON which was kept gives the same page.
 */
import { createHash } from 'node:crypto';
import { VERSION } from '../../campaign/version.ts';
import { block, sentence, text } from '../html/escape.ts';
import { factsHtml, findingHtml, idOf } from '../html/finding.ts';
import { legendHtml, matrixHtml } from '../html/matrix.ts';
import { nightRunHtml, statesHtml } from '../html/night.ts';
import { DEFINITIONS } from '../html/picture.ts';
import { STYLE } from '../html/style.ts';
import { tableHtml } from '../html/table.ts';
import { type Trend, trendHtml } from '../html/trend.ts';
import { grouped, percent, plural, time } from '../numbers.ts';
import type { Check, Finding, Summary } from '../summary.ts';
import { headline, stateOf } from './headline.ts';

/** Bytes: it can be mailed. Findings are drawn for as long as there is room; of those behind there is a line each. */
const MOST_BYTES = 298_000;

const PILLS = {
  broken: ['bad', '! broke down'],
  failing: ['bad', '✕ new failures'],
  open: ['warn', '? inconclusive'],
  sound: ['good', '✓ no new failures'],
} as const;

export function html(summary: Summary): string {
  const articles = summary.fresh.map((one, n) => findingHtml(one, n === 0));
  // The first is there, with all that it has, however large it is.
  let [drawn, tooMany] = [Math.min(1, articles.length), articles.length + 1];
  while (tooMany - drawn > 1) {
    const half = Math.floor((drawn + tooMany) / 2);
    if (Buffer.byteLength(pageOf(summary, articles.slice(0, half))) <= MOST_BYTES) drawn = half;
    else tooMany = half;
  }
  return pageOf(summary, articles.slice(0, drawn));
}

/** `articles`: of the first of what is new. */
function pageOf(summary: Summary, articles: readonly string[]): string {
  const { fresh, known, broken, nights } = summary;
  const trend = nights === undefined ? NO_TREND : trendHtml(nights.history);
  const [pill, word] = PILLS[stateOf(summary)];
  const drawn = fresh.slice(0, articles.length);
  const rest = fresh.slice(articles.length);
  const body = [
    `<header><h1>initproof</h1><p><span class="pill ${pill}">${word}</span>${sentence(headline(summary))}</p></header>`,
    '<main>',
    broken === undefined
      ? ''
      : `<div class="why"><p><strong>It broke down before its end.</strong></p><pre tabindex="0">${block(broken)}</pre></div>`,
    section('new', plural(fresh.length, 'new failure'), fresh.length === 0 ? '' : `${newsHtml(drawn)}${legendHtml}${articles.join('\n')}`),
    section('more', `${rest.length} more`, rest.length === 0 ? '' : listHtml(rest)),
    section('matrix', 'Properties by inits', matrixHtml(summary, new Set(drawn.map(idOf)))),
    section('states', 'How each finding stands', nights === undefined ? '' : statesHtml(nights.findings)),
    section('trend', 'Over the nights', trend.html),
    section('known', plural(known.length, 'known failure'), known.length === 0 || nights !== undefined ? '' : listHtml(known)),
    section('open', 'What is not certain', openHtml(summary.checks)),
    section('notes', 'Notes', notesHtml(summary.notes)),
    section('run', 'How it was run', nights === undefined ? runHtml(summary) : nightRunHtml(nights)),
    '</main>',
    `<footer>initproof ${text(VERSION)}. This page needs no network. ${trend.scripts.length === 0 ? '' : CHARTS}What it says is in the NDJSON of the same run.</footer>`,
  ];
  return page(`initproof: ${headline(summary)}`, body.filter((part) => part !== '').join('\n'), trend);
}

const CHARTS = 'Its charts need a script: uPlot (MIT, © Leon Sorokin), which is part of it. ';

const NO_TREND: Trend = { html: '', styles: [], scripts: [] };

/** Nothing is loaded: each style, and each script that runs, is named by its hash (CSP Level 3). */
function policy(styles: readonly string[], scripts: readonly string[]): string {
  const hashes = (texts: readonly string[]): string =>
    texts.map((one) => ` 'sha256-${createHash('sha256').update(one).digest('base64')}'`).join('');
  const run = scripts.length === 0 ? '' : ` script-src${hashes(scripts)};`;
  return `default-src 'none'; style-src${hashes(styles)};${run} base-uri 'none'; form-action 'none'`;
}

function page(title: string, body: string, { styles, scripts }: Trend): string {
  const all = [STYLE, ...styles];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(all, scripts)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${text(title)}</title>
${all.map((style) => `<style>${style}</style>`).join('\n')}
</head>
<body>
${DEFINITIONS}
${[body, ...scripts.map((script) => `<script>${script}</script>`)].join('\n')}
</body>
</html>
`;
}

/** What there is, on one screen; of a single one the page begins with itself. */
const newsHtml = (findings: readonly Finding[]): string =>
  findings.length < 2
    ? ''
    : `<ol class="news">${findings.map((one) => `<li><a href="#${idOf(one)}">${text(one.property)} on ${text(one.target)}</a>: ${sentence(one.said)}</li>`).join('')}</ol>`;

/** Nothing where there is nothing to say. */
const section = (id: string, title: string, body: string): string =>
  body === '' ? '' : `<section id="${id}"><h2>${text(title)}</h2>${body}</section>`;

function listHtml(findings: readonly Finding[]): string {
  const rows = findings.map(
    ({ target, signature, said, id, case: path }) =>
      `<tr><td>${text(target)}</td><td>${text(signature)}</td><td>${text(said)}</td><td class="mono">${text(id)}<br>${text(path)}</td></tr>`,
  );
  return tableHtml(['init', 'signature', 'what', 'case'], rows);
}

function openHtml(checks: readonly Check[]): string {
  const rows = checks
    .filter(({ status }) => status === 'open' || status === 'flaky' || status === 'error')
    .map(({ target, name, said }) => `<tr><td>${text(target)}</td><td>${text(name)}</td><td>${said.map(text).join('<br>')}</td></tr>`);
  return rows.length === 0 ? '' : tableHtml(['init', 'what', 'why'], rows);
}

const notesHtml = (notes: readonly string[]): string =>
  notes.length === 0 ? '' : `<ul>${notes.map((note) => `<li>${text(note)}</li>`).join('')}</ul>`;

function runHtml({ begun, ended }: Summary): string {
  if (begun === undefined && ended === undefined) return '';
  const facts = factsHtml([
    ['version', begun?.version],
    ['seed', begun?.seed ?? ended?.seed],
    ['generator', begun?.generator],
    ['kernel', begun?.kernel],
    ['budget', begun?.budgetMs === undefined ? undefined : time(begun.budgetMs)],
    ['scenarios', ended === undefined ? undefined : `${grouped(ended.scenarios)} in ${time(ended.ms)}`],
    ['could not be judged', ended === undefined ? undefined : percent(ended.inconclusive, ended.scenarios)],
    ['known cases replayed', ended === undefined ? undefined : `${grouped(ended.replayed)} of ${grouped(ended.toReplay)}`],
    ['internal errors', ended?.harnessErrors],
    ['exit code', ended?.exit],
  ]);
  const targets = (begun?.targets ?? []).map(
    ({ name, version = '', binary, args }) =>
      `<tr><td>${text(name)}</td><td>${text(version)}</td><td class="mono">${text([binary, ...args].join(' '))}</td></tr>`,
  );
  return facts + (targets.length === 0 ? '' : tableHtml(['init', 'version', 'command'], targets));
}
