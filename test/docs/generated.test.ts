/** The pages that are made from data are current. After a change: `npx vitest run test/docs/generated.test.ts -u`. */
import { relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONTRACT, targetWith } from '../../docs/generate/contract-examples.ts';
import { CONTRACT_FIELDS, contractPage } from '../../docs/generate/contract-page.ts';
import { languagePage, PARTS, partPage } from '../../docs/generate/language-page.ts';
import { propertiesPage, propertyPage } from '../../docs/generate/property-page.ts';
import { readStories } from '../../docs/generate/stories.ts';
import { timeline } from '../../docs/generate/timeline.ts';
import { listCases } from '../../fuzz/cases/store.ts';
import { readTarget } from '../../fuzz/cases/target-file.ts';
import { ALL_PROPERTIES } from '../../properties/index.ts';

const page = (name: string): string => `../../docs/${name}`;
const stories = readStories();
const { cases } = await listCases('corpus');
const known = cases.map((stored) => ({ ...stored, path: relative('.', stored.path) }));

describe.each(ALL_PROPERTIES)('the property $id', (property) => {
  const story = stories[property.id];

  test('has a page', () => {
    if (story === undefined) throw new Error('no story is recorded: npx vitest run test/docs/stories.test.ts -u');
    return expect(propertyPage(property, story, known)).toMatchFileSnapshot(page(`properties/${property.id}.md`));
  });

  test('has a picture', () =>
    expect(story === undefined ? '' : timeline(story, story.said)).toMatchFileSnapshot(page(`properties/pictures/${property.id}.svg`)));
});

test('the list of properties', () => expect(propertiesPage(ALL_PROPERTIES)).toMatchFileSnapshot(page('properties/README.md')));

test('the language', () => expect(languagePage()).toMatchFileSnapshot(page('language/README.md')));

test.each(PARTS)('the language: $file', (part) => expect(partPage(part)).toMatchFileSnapshot(page(`language/${part.file}`)));

test('the contract', () => expect(contractPage()).toMatchFileSnapshot(page('contracts.md')));

test.each(Object.keys(CONTRACT_FIELDS))('the example of the field %s of a contract is one of it', (field) => {
  const { contract } = readTarget(targetWith(CONTRACT[field] ?? ''), field);
  expect(Object.keys(contract)).toEqual([field]);
});
