/** Parts of a page of nights: how each finding stands, and how the last night was run. */
import type { FindingValue, NightsValue } from '../../nightly/value.ts';
import type { State } from '../../nightly/finding.ts';
import { inOrder, rateOf, STATE_WORDS } from '../night-lines.ts';
import { grouped, time } from '../numbers.ts';
import { text } from './escape.ts';
import { factsHtml } from './finding.ts';
import { tableHtml } from './table.ts';

const CLASSES: Readonly<Record<State, string>> = {
  new: 'failed',
  back: 'failed',
  still: 'known',
  flaky: 'flaky',
  accepted: 'known',
  gone: 'open',
  fixed: 'held',
};

export function statesHtml(findings: readonly FindingValue[]): string {
  if (findings.length === 0) return '';
  const rows = inOrder(findings).map((finding) => {
    const { state, why, target, signature, first, last, since, id } = finding;
    const { mark, said } = STATE_WORDS[state];
    const cells = [
      `<span class="day ${CLASSES[state]}">${mark} ${text(said)}</span>${why === undefined ? '' : `<br>${text(why)}`}`,
      `<span class="day">${text(target)}</span>`,
      text(signature),
      `<span class="day">${text(rateOf(finding))}</span>`,
      ...[first, last, since].map(({ date }) => `<span class="day">${text(date)}</span>`),
      `<span class="mono">${text(id)}</span>`,
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return tableHtml(['state', 'init', 'signature', 'shown', 'first seen', 'last seen', 'so since', 'case'], rows);
}

export function nightRunHtml({ night, folder, tonight }: NightsValue): string {
  const [first] = tonight;
  const facts = factsHtml([
    ['night', night],
    ['date', first?.date],
    ['version', first?.version],
    ['seed', first?.seed],
    ['kernel', first?.kernel],
    ['time', first === undefined ? undefined : time(first.ms)],
    ['replays of what is known', first === undefined ? undefined : grouped(first.replays)],
    ['exit code', first?.exit],
    ['state', folder],
  ]);
  const rows = tonight.map(({ target, release = '', init, from, to, scenarios }) => {
    const cells = [target, release, grouped(scenarios), `${from} to ${to}`];
    return `<tr>${cells.map((cell) => `<td>${text(cell)}</td>`).join('')}<td class="mono">${text(init)}</td></tr>`;
  });
  return facts + (rows.length === 0 ? '' : tableHtml(['init', 'version', 'scenarios', 'of the seed', 'sha256 of the init'], rows));
}
