import { expect, test } from 'vitest';
import { fillCourse, type Marks } from '../../fuzz/export/course.ts';

const MARKS: Marks = { block: /^#\[ (\w+)$/, end: '#]', line: / *#\? (\w+)$/, place: /^(\t*)#@(\w+)@$/ };
const COURSE = ['#[ A', 'a', '#[ B', 'a and b', '#]', 'b #? B', '#]', '\t#@here@', 'all'].join('\n');

test.each([
  [[], '\tx\n\ty\nall'],
  [['A'], 'a\n\tx\n\ty\nall'],
  [['A', 'B'], 'a\na and b\nb\n\tx\n\ty\nall'],
  [['B'], '\tx\n\ty\nall'],
])('%j', (features, text) => {
  expect(fillCourse(COURSE, MARKS, new Set(features), { here: ['x', 'y'] })).toBe(text);
});
