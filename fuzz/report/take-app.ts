/** What the answer of `app` adds to a summary: a check for each kind of schedule behind each init. */
import { createHash } from 'node:crypto';
import type { AppCell } from '../app/cells.ts';
import { cellText, rowText, scheduleLines } from './app-lines.ts';
import type { AppFindingValue, AppValue } from './app-value.ts';
import type { Finding, Status, Summing } from './summary.ts';

const STATUSES: Readonly<Record<AppCell['status'], Status>> = {
  held: 'held',
  violated: 'failed',
  flaky: 'flaky',
  open: 'open',
  'not-applicable': 'not-applicable',
};

export function takeApp({ cells, findings, starts }: AppValue, summing: Summing): void {
  for (const { init, unjudged, stderr = '' } of starts)
    if (unjudged !== undefined)
      summing.mark({ target: init, name: 'can be judged', status: 'open', said: [unjudged, stderr.trim()].filter(Boolean) });
  for (const cell of cells) {
    const found = findings.filter(({ init, row }) => init === cell.init && row === cell.row).map(findingOf);
    for (const finding of found) summing.finds(finding);
    const said = [cell.said ?? `${cellText(cell)}: ${rowText(cell.row).about}`];
    summing.mark({ target: cell.init, name: rowText(cell.row).title, status: STATUSES[cell.status], said, findings: found });
  }
}

function findingOf(value: AppFindingValue): Finding {
  const { init, row, problem, said, story, stderr, yaml, repeats, advice } = value;
  const file = value.case ?? 'case.yaml';
  return {
    target: init,
    property: rowText(row).title,
    signature: `app/${row}/${problem.kind}`,
    said,
    case: file,
    id: createHash('sha256').update(yaml).digest('hex').slice(0, 8),
    known: false,
    repeats,
    scenario: scheduleLines(value),
    yaml,
    story,
    stderr,
    again: `npx initproof app replay ${file}`,
    ...(advice[0]?.helps === true ? { consequence: `${advice[0].said} (tried: it holds)` } : {}),
  };
}
