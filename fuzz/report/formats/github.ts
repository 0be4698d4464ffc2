/**
 * Annotations of GitHub Actions: workflow commands `::error file=…,title=…::message`, a line each. Escaping and parameters are those of
 * docs.github.com, "Workflow commands for GitHub Actions", and of actions/toolkit (packages/core/src/command.ts).
 */
import { harmless } from '../../base/printable.ts';
import type { Summary } from '../summary.ts';
import { headline } from './headline.ts';

/** So many of a kind a step may have; more are not shown ("Limitations" of the same page). */
const MOST = 10;

export function github(summary: Summary): string {
  const { fresh, checks, broken } = summary;
  const without = checks.filter(({ findings }) => findings.length === 0);
  const errors = [
    ...(broken === undefined ? [] : [command('error', { title: 'initproof broke down' }, broken)]),
    ...fresh.map(({ case: file, target, signature, said, id, repeats: [shown, runs] }) =>
      command('error', { file, line: 1, title: `${target}: ${signature}` }, `${said} (case ${id}, ${shown} of ${runs} runs)`),
    ),
    ...without
      .filter(({ status }) => status === 'error' || status === 'failed')
      .map(({ target, name, said, file }) => command('error', { file, title: `${target}: ${name}` }, said.join('; '))),
  ];
  const warnings = without
    .filter(({ status }) => status === 'flaky' || status === 'open')
    .map(({ target, name, status, said, file }) =>
      command('warning', { file, title: `${target}: ${name}` }, `${status === 'flaky' ? 'Flaky' : 'Inconclusive'}. ${said.join('; ')}`),
    );
  return [...few('error', errors), ...few('warning', warnings), command('notice', { title: 'initproof' }, headline(summary))]
    .map((line) => `${line}\n`)
    .join('');
}

const few = (kind: Kind, lines: readonly string[]): string[] =>
  lines.length <= MOST
    ? [...lines]
    : [...lines.slice(0, MOST - 1), command(kind, { title: 'initproof' }, `${lines.length - MOST + 1} more: see the summary`)];

type Kind = 'error' | 'warning' | 'notice';

/** `properties`: those without a value are left out. */
function command(kind: Kind, properties: Record<string, string | number | undefined>, message: string): string {
  const given = Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : `${name}=${inProperty(String(value))}`));
  return `::${kind} ${given.join(',')}::${inMessage(message)}`;
}

const inMessage = (text: string): string =>
  text.split('\n').map(harmless).join('\n').replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const inProperty = (text: string): string => inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
