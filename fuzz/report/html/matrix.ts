/** The matrix of a page, and what its signs and those of the pictures mean. */
import { MEANINGS, matrixOf, SIGNS } from '../formats/matrix.ts';
import { type Check, STATUSES, type Summary } from '../summary.ts';
import { text } from './escape.ts';
import { idOf } from './finding.ts';

/** `drawn`: ids of findings that are on the page, to link to. */
export function matrixHtml(summary: Summary, drawn: ReadonlySet<string>): string {
  const { targets, rows } = matrixOf(summary);
  if (rows.length === 0) return '';
  const head = targets.map((target) => `<th scope="col">${text(target)}</th>`).join('');
  const body = rows.map(
    ({ name, checks }) => `<tr><th scope="row">${text(name)}</th>${checks.map((check) => cellOf(check, drawn)).join('')}</tr>`,
  );
  const seen = new Set(summary.checks.map(({ status }) => status));
  const legend = STATUSES.filter((status) => seen.has(status)).map(
    (status) => `<li><span class="${status}">${SIGNS[status]}</span> ${MEANINGS[status]}</li>`,
  );
  return `<div class="scroll" role="group" tabindex="0" aria-label="Matrix"><table class="grid"><thead><tr><td></td>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div><ul class="legend">${legend.join('')}</ul>`;
}

function cellOf(check: Check | undefined, drawn: ReadonlySet<string>): string {
  if (check === undefined) return '<td class="not-applicable">–</td>';
  const { status, said, findings } = check;
  const fresh = findings.filter(({ known }) => !known);
  const sign = `${SIGNS[status]}${fresh.length > 1 ? ` ${fresh.length}` : ''}`;
  const id = fresh.map(idOf).find((one) => drawn.has(one));
  const title = text([MEANINGS[status], ...said].join('; '));
  const label = `${sign}<span class="off"> ${MEANINGS[status]}</span>`;
  return `<td class="${status}" title="${title}">${id === undefined ? label : `<a class="${status}" href="#${id}">${label}</a>`}</td>`;
}

const key = (marks: string): string => `<svg class="key" viewBox="0 0 26 14" aria-hidden="true">${marks}</svg>`;

/** Of all pictures of a page. */
export const legendHtml = `<ul class="legend">${[
  ['<rect class="br" x="1" y="1" width="24" height="12"/>', 'running'],
  ['<rect class="bs" x="1" y="1" width="24" height="12"/>', 'stopped'],
  ['<rect class="bz" x="1" y="1" width="24" height="12"/>', 'zombie'],
  ['<path class="af" d="M13 1V13"/>', 'starts'],
  ['<path class="as" d="M13 1V13"/>', 'signal'],
  ['<rect class="fr" x="8" y="1" width="10" height="12" rx="2"/><path class="t" d="M10.4 7l2 2.4 3.4-5"/>', 'reaped by'],
  ['<circle class="d" cx="13" cy="7" r="6"/>', 'done by the harness, see the list'],
  ['<path class="v" d="M13 0V14"/>', 'the fault shows'],
  ['<path class="q" d="M1 1h24v12h-24z"/>', 'quiet, compressed'],
]
  .map(([marks = '', said = '']) => `<li>${key(marks)}${said}</li>`)
  .join('')}</ul>`;
