/** The page of a property: all that is known of it as data, its example, what happened in it, and who is known to break it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredCase } from '../../fuzz/cases/store.ts';
import type { KnownProperty } from '../../fuzz/judge/property.ts';
import { explain } from '../../fuzz/scenario/explain.ts';
import { readCase } from '../../fuzz/cases/case-file.ts';
import { escaped, GENERATED, link, quoted, tableOf } from './markdown.ts';
import { EXAMPLES, shownOf } from './property-examples.ts';
import type { RecordedStory } from './stories.ts';

/** Known faults that are listed: more says nothing more. */
const MOST_KNOWN = 12;

/** `known`: the cases of the corpus. */
export function propertyPage(property: KnownProperty, story: RecordedStory, known: readonly StoredCase[]): string {
  const { id, claim, why, applies, contract, sources, reports, consequence } = property;
  return [
    GENERATED,
    `# ${id}`,
    `**The claim:** ${claim}.`,
    `**Why it matters.** ${why}`,
    `**When it is judged:** ${applies}.`,
    ...(contract.length === 0 ? [] : [`**What a [contract](../contracts.md) can say about it:** ${contract.map(fieldLink).join(', ')}.`]),
    '## What each violation leads to',
    tableOf(
      ['signature', 'what follows'],
      Object.entries(consequence).map(([what, text]) => [`\`${id}/${what}\``, text]),
    ),
    ...example(property, story),
    ...knownFaults(id, known),
    '## Sources',
    [...sources, ...reports.map((report) => `Report: ${report}`)].map((source) => `- ${source}`).join('\n'),
    '[All properties](README.md) · [What each verdict means](../verdicts.md)',
    '',
  ].join('\n\n');
}

const fieldLink = (field: string): string =>
  field === 'open' ? 'what it leaves open' : link(`\`${field}\``, `../contracts.md#${field.toLowerCase()}`);

function example({ id }: KnownProperty, { said, signature }: RecordedStory): string[] {
  const { init, fault } = shownOf(id);
  const yaml = readFileSync(join(EXAMPLES, `${id}.yaml`), 'utf8').trimEnd();
  const { comment, scenario } = readCase(yaml, id);
  return [
    '## An example',
    comment.replaceAll('\n', ' '),
    `\`\`\`yaml\n${yaml.replace(/^#.*\n/gm, '')}\n\`\`\``,
    `In English:\n\n${quoted(explain(scenario))}`,
    `This is what happens with an init that ${fault} (\`targets/faulty/${init}.c\`):`,
    `![${escaped(said)}](pictures/${id}.svg)`,
    `The verdict: **violated**, ${escaped(said)}. Its signature is \`${signature}\`.`,
    ...(shownOf(id).profile === undefined
      ? [
          `To try it on an init of yours, save it as \`${id}.yaml\`:`,
          `\`\`\`sh\nnpx initproof replay ${id}.yaml --target ./my-init\n\`\`\``,
        ]
      : []),
  ];
}

function knownFaults(id: string, known: readonly StoredCase[]): string[] {
  const rows = known.flatMap(({ id: name, path, case: { property, signature, expect } }) => {
    const targets = Object.keys(expect).filter((target) => expect[target] === 'violated');
    if (property !== id || signature === undefined || targets.length === 0) return [];
    return [[link(`\`${name}\``, `../../${path}`), `\`${signature}\``, targets.join(', ')]];
  });
  if (rows.length === 0) return [];
  const more = rows.length - MOST_KNOWN;
  return [
    '## Known faults of released inits',
    tableOf(['case', 'signature', 'on'], rows.slice(0, MOST_KNOWN)),
    ...(more > 0 ? [`And ${more} more: \`npx initproof corpus list --property ${id}\`.`] : []),
  ];
}

/** The list of all. */
export function propertiesPage(properties: readonly KnownProperty[]): string {
  const rows = properties.map(({ id, claim }) => [link(`\`${id}\``, `${id}.md`), claim]);
  return [
    GENERATED,
    '# Properties',
    'A property is a claim about every init. A run is judged by each property that applies to it. `npx initproof explain forwards` prints the same as the page of `forwards`.',
    tableOf(['property', 'claim'], rows),
    'What differs by design from one init to the other is not in a property, but in the [contract](../contracts.md) of the init.',
    '',
  ].join('\n\n');
}
