/** What is the same for all cases of a form: a text with marks for what is not, and for what only some need. */

/**
 * How a language writes the marks, which are comments. `block` and `end`: the lines between are there where the feature is;
 * `line`: at the end of a line that is; `place`: a line for which those of the case stand.
 */
export interface Marks {
  block: RegExp;
  end: string;
  line: RegExp;
  place: RegExp;
}

/** The text of a case: what it needs of `course`, with `places` filled in, indented as the mark is. */
export function fillCourse(
  course: string,
  marks: Marks,
  features: ReadonlySet<string>,
  places: Readonly<Record<string, readonly string[]>>,
): string {
  const lines = choose(course, marks, features).flatMap((line) => {
    const [, indent = '', place = ''] = marks.place.exec(line) ?? [];
    return place === '' ? line : (places[place] ?? []).map((text) => indent + text);
  });
  return lines.join('\n');
}

function choose(course: string, { block, end, line: atEnd }: Marks, features: ReadonlySet<string>): string[] {
  const lines: string[] = [];
  const within: boolean[] = [];
  for (const line of course.split('\n')) {
    const begins = block.exec(line);
    const mark = atEnd.exec(line);
    if (begins !== null) within.push(features.has(begins[1] ?? ''));
    else if (line === end) within.pop();
    else if (!within.includes(false) && (mark === null || features.has(mark[1] ?? '')))
      lines.push(mark === null ? line : line.slice(0, mark.index));
  }
  return lines;
}
