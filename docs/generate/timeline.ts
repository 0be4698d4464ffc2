/**
 * A story as a picture: a lifeline for each process, a row for each event, the moment of the fault marked. Times are written, not drawn to
 * scale: what matters takes microseconds, and what waits takes seconds. Any other drawing of a story can take its place.
 */
import type { RecordedStory } from './stories.ts';

const ROW = 30;
const LANE = 92;
const LEFT = 70;
const TOP = 44;
/** Of a letter of the longest text. */
const LETTER = 8;

/** In place of the names of the code, what a reader calls them. */
const NAMES: Readonly<Record<string, string>> = { harness: 'outside', init: 'init, PID 1' };

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Colours for light and dark pages: the file decides by itself, since it is shown as an image too. */
const STYLE = `
  text { font: 13px ui-sans-serif, system-ui, "DejaVu Sans", sans-serif; fill: #1b1f24 }
  .name { font-weight: 600 } .ms { fill: #59636e; font-size: 12px } .fault { fill: #b3261e; font-weight: 600 } .mark { font-size: 20px }
  line { stroke: #8c959f; stroke-width: 1.5 } .outside { stroke-dasharray: 2 5 } .life { stroke: #2f6f9f; stroke-width: 3 } .zombie { stroke: #b3261e; stroke-width: 3; stroke-dasharray: 3 4 }
  .dot { fill: #2f6f9f } .bad { fill: #b3261e } .arrow { stroke: #7a3ea8; stroke-width: 2 } .head { fill: #7a3ea8 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .ms { fill: #9198a1 } .fault { fill: #ff8f86 } .life { stroke: #7ab3e0 } .dot { fill: #7ab3e0 }
    .zombie { stroke: #ff8f86 } .bad { fill: #ff8f86 } .arrow { stroke: #c69bf0 } .head { fill: #c69bf0 }
  }`;

interface Row {
  /** Left out: of the row above; nothing is drawn but the text. */
  ms?: number | 'end';
  who: string;
  what: string;
  fault: boolean;
  /** What stands beside it. */
  text: string;
}

/** Where things are drawn. */
interface Sheet {
  names: readonly string[];
  x(name: string): number;
  y(row: number): number;
  /** Where the texts begin. */
  texts: number;
}

/** The story as an SVG file. `title` is read out in its place. */
export function timeline(story: RecordedStory, title: string): string {
  const rows = rowsOf(story);
  const names = [...new Set(['harness', 'init', ...rows.map(({ who }) => who)])];
  const sheet: Sheet = {
    names,
    x: (name) => LEFT + LANE * names.indexOf(name) + LANE / 2,
    y: (row) => TOP + ROW * row + ROW / 2,
    texts: LEFT + LANE * names.length + 14,
  };
  const letters = Math.max(...rows.map(({ text }) => text.length));
  const [width, height] = [Math.round(sheet.texts + letters * LETTER), TOP + ROW * rows.length + 12];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    ...names.map((name) => `<text class="name" x="${sheet.x(name)}" y="20" text-anchor="middle">${escaped(NAMES[name] ?? name)}</text>`),
    ...names.flatMap((name) => lifeline(name, rows, sheet)),
    ...rows.flatMap((row, n) => drawn(row, n, sheet)),
    '</svg>',
    '',
  ].join('\n');
}

/**
 * Where the fault shows at no event, what was found at the end is the last row. A moment at which nothing happens is told by the sentence.
 * What was due stands below the fault.
 */
function rowsOf({ lines, said, due }: RecordedStory): Row[] {
  const seen = said.replace(/, but should .*/, '');
  const rows = lines.map(({ ms, who, what, fault = false }): Row => {
    const spoken = who === 'harness' ? what : `${who} ${what}`;
    return { ms, who, what, fault, text: fault && /^(all is at rest|runs as|receives)/.test(what) ? seen : spoken };
  });
  const whole = rows.some(({ fault }) => fault) ? rows : [...rows, { ms: 'end' as const, who: 'init', what: '', fault: true, text: seen }];
  const below: Row[] = due === undefined ? [] : [{ who: 'init', what: '', fault: true, text: `but should ${due}` }];
  return whole.flatMap((row) => (row.fault ? [row, ...below] : row));
}

/** From its start to its end; between its death and its reaping it is a zombie. */
function lifeline(name: string, rows: readonly Row[], { x, y }: Sheet): string[] {
  const find = (...starts: string[]): number =>
    rows.findIndex(({ who, what }) => who === name && starts.some((start) => what.startsWith(start)));
  const last = rows.findIndex(({ who, what }) => who === 'init' && /^(exits|is killed)/.test(what));
  const bottom = last < 0 ? y(rows.length - 1) + 8 : y(last);
  const line = (kind: string, from: number, to: number): string =>
    `<line class="${kind}" x1="${x(name)}" y1="${from}" x2="${x(name)}" y2="${to}"/>`;
  if (name === 'harness') return [line('outside', TOP - 14, bottom)];
  const [born, dead, reaped] = [find('runs as'), find('is a zombie'), find('is reaped')];
  const told = rows.findIndex(({ who, what }) => who === 'harness' && new RegExp(`^${name} is to (exit|die)`).test(what));
  const end = reaped < 0 ? bottom : y(reaped);
  // Where nobody has seen it die, the init has ended first.
  const alive = dead >= 0 ? y(dead) : told >= 0 && last > told ? y(told) : end;
  return [line('life', born < 0 ? TOP - 14 : y(born), alive), ...(dead >= 0 && end > alive ? [line('zombie', alive, end)] : [])];
}

function drawn({ ms, who, what, fault, text }: Row, n: number, sheet: Sheet): string[] {
  const [x, y] = [sheet.x(fault ? whom(text, who, sheet) : who), sheet.y(n)];
  const words = `<text${fault ? ' class="fault"' : ''} x="${sheet.texts}" y="${y + 4}">${escaped(text)}</text>`;
  if (ms === undefined) return [words];
  const time = ms === 'end' ? ms : `${ms.toFixed(2)} ms`;
  return [
    `<text class="ms" x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${time}</text>`,
    ...arrow(who, what, y, sheet),
    fault
      ? `<text class="fault mark" x="${x}" y="${y + 7}" text-anchor="middle">✕</text>`
      : `<circle class="dot" cx="${x}" cy="${y}" r="4"/>`,
    words,
  ];
}

/** A fault is drawn at the process that its sentence begins with; one that begins with none is the init's. */
function whom(text: string, who: string, { names }: Sheet): string {
  const named = names.find((name) => text.startsWith(`${name} `));
  return named ?? (who === 'harness' ? 'init' : who);
}

/** Of a signal, from its sender to its recipient. */
function arrow(who: string, what: string, y: number, { names, x }: Sheet): string[] {
  const to = /^SIG\S+ to (\S+)$/.exec(what)?.[1];
  const [from, tip] = what.startsWith('receives') && what.endsWith('from pid 1') ? [x('init'), x(who)] : [x(who), x(to ?? who)];
  if (from === tip || (to !== undefined && !names.includes(to))) return [];
  const back = tip > from ? -1 : 1;
  return [
    `<line class="arrow" x1="${from}" y1="${y}" x2="${tip + back * 6}" y2="${y}"/>`,
    `<path class="head" d="M${tip + back * 5} ${y} l${back * 8} -4 v8 z"/>`,
  ];
}
