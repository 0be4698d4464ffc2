/** A finding on a page: what, what it leads to, the picture, the story, the lines to paste, the case. */
import { createHash } from 'node:crypto';
import { pageOf } from '../explanation.ts';
import { ELSEWHERE, nameOfCase } from '../failure.ts';
import { needsOf, replayOf } from '../formats/story.ts';
import { time } from '../numbers.ts';
import type { Finding } from '../summary.ts';
import { block, sentence, text } from './escape.ts';
import { pictureOf } from './picture.ts';

/** `open`: its story and case are shown at once. */
export function findingHtml(finding: Finding, open: boolean): string {
  const { target, property, signature, said, consequence, cause, known, repeats } = finding;
  const sure = repeats[0] === repeats[1] ? 'every time' : 'sometimes';
  return [
    `<article id="${idOf(finding)}">`,
    `<h3><span class="pill ${known ? 'plain' : 'bad'}">${known ? '· known' : '✕ new'}</span>${text(property)} on ${text(target)}</h3>`,
    `<div class="why"><p><strong>${sentence(said)}</strong></p>${consequence === undefined ? '' : `<p>→ ${sentence(consequence)}</p>`}</div>`,
    cause === undefined ? '' : `<p>Cause: ${sentence(cause)}.</p>`,
    pictureHtml(finding),
    finding.scenario.length === 0 ? '' : `<h4>What is done</h4>${finding.scenario.map((line) => `<p>${text(line)}</p>`).join('')}`,
    factsHtml([
      ['signature', signature],
      ['over the nights', finding.standing],
      ['shown', `${repeats[0]} of ${repeats[1]} runs, ${sure}`],
      ['needs', needsOf(finding)],
      ['found after', finding.ms === undefined ? undefined : time(finding.ms)],
      ['case', `${finding.id}, ${finding.case}`],
      ['page', pageOf(property)],
    ]),
    elsewhereHtml(finding),
    `<h4>See it again</h4><pre tabindex="0">${text(againLines(finding))}</pre>`,
    finding.story.length === 0 ? '' : folded('What happened, line by line', storyHtml(finding), open),
    finding.yaml === '' ? '' : folded('The case, as a file', `<pre tabindex="0">${block(finding.yaml.trimEnd())}</pre>`, open),
    '</article>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const folded = (summary: string, body: string, open: boolean): string =>
  `<details${open ? ' open' : ''}><summary>${summary}</summary>${body}</details>`;

/** The lines to paste. Schedules of applications have no form in C. */
const againLines = (finding: Finding): string =>
  [replayOf(finding), ...(finding.again === undefined ? [`npx initproof export ${nameOfCase(finding)} --format c`] : [])].join('\n');

/** Of a finding on a page, to link to it. */
export const idOf = ({ target, id, signature }: Finding): string =>
  `f-${id}-${createHash('sha256').update(`${target} ${signature}`).digest('hex').slice(0, 12)}`;

/** Facts without a value are left out. */
export function factsHtml(facts: readonly (readonly [name: string, value: string | number | undefined])[]): string {
  const rows = facts.flatMap(([name, value]) =>
    value === undefined ? [] : `<div><dt>${text(name)}</dt><dd>${sentence(String(value))}</dd></div>`,
  );
  return `<dl>${rows.join('')}</dl>`;
}

function pictureHtml({ timeline, property, target }: Finding): string {
  if (timeline === undefined) return '';
  const { svg, deeds } = pictureOf(timeline, `Processes of ${target} in time, where ${property} is violated`);
  const list = deeds.length === 0 ? '' : `<ol class="deeds">${deeds.map((deed) => `<li>${text(deed)}</li>`).join('')}</ol>`;
  const more = timeline.more === undefined ? '' : `<p class="mut">${timeline.more} more processes and moments are not drawn.</p>`;
  return `<figure><div class="scroll" role="group" tabindex="0" aria-label="Picture of the run">${svg}</div><figcaption>${list}${more}</figcaption></figure>`;
}

function elsewhereHtml({ elsewhere = [] }: Finding): string {
  if (elsewhere.length === 0) return '';
  const rows = elsewhere.map(({ target, now }) => `<tr><td>${text(target)}</td><td>${SIGN_ELSEWHERE[now]} ${ELSEWHERE[now]}</td></tr>`);
  return `<h4>The same case on other inits</h4><table><tbody>${rows.join('')}</tbody></table>`;
}

const SIGN_ELSEWHERE = {
  same: '✕',
  violated: '✕',
  holds: '✓',
  expected: 'doc',
  inconclusive: '?',
  'not-applicable': '–',
  tampered: '!',
} as const satisfies Record<NonNullable<Finding['elsewhere']>[number]['now'], string>;

function storyHtml({ story, due, stderr }: Finding): string {
  const rows = story.map(({ ms, who, what, fault }) => {
    const should = fault === true && due !== undefined ? `<br>but should ${text(due)}` : '';
    return `<tr${fault === true ? ' class="hit"' : ''}><td>${fault === true ? '✕ ' : ''}${ms.toFixed(2)}</td><td>${text(who)}</td><td>${text(what)}${should}</td></tr>`;
  });
  const wrote = stderr.length === 0 ? '' : `<h4>What the init wrote to stderr</h4><pre tabindex="0">${stderr.map(text).join('\n')}</pre>`;
  return `<table class="story"><thead><tr><th>ms</th><th>who</th><th>what</th></tr></thead><tbody>${rows.join('')}</tbody></table>${wrote}`;
}
