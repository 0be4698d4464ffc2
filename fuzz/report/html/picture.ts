/**
 * A timeline as SVG: a lane for the harness and one for each process, indented by its place in the tree. No script and no style of its own:
 * classes are those of `style.ts`, marks with an id those of `DEFINITIONS`, once a page.
 */
import { HARNESS } from '../../campaign/tell-event.ts';
import type { Life, Moment, Span, Timeline } from '../../campaign/timeline.ts';
import { focusAxis, type Axis } from './axis.ts';
import { text } from './escape.ts';

const WIDTH = 960;
/** Of the names of the lanes. */
const LEFT = 176;
const RIGHT = WIDTH - 24;
const TOP = 34;
const LANE = 34;
/** Of half a bar. */
const HALF = 7;
/** px of a letter of a label, on average. */
const LETTER = 6.6;

/** What every picture of a page refers to. */
export const DEFINITIONS =
  '<svg class="off" aria-hidden="true"><defs>' +
  '<pattern id="hz" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="zb" width="6" height="6"/><rect class="zf" width="2.4" height="6"/></pattern>' +
  '<marker id="ms" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path class="fs" d="M0 0L8 4L0 8z"/></marker>' +
  '<marker id="mf" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" markerUnits="userSpaceOnUse" orient="auto"><path class="ff" d="M0 0L8 4L0 8z"/></marker>' +
  '</defs></svg>';

/** The picture, and what is done at each number in it. `what`: names the picture. */
export function pictureOf(timeline: Timeline, what: string): { svg: string; deeds: string[] } {
  const picture = new Picture(timeline);
  return { svg: picture.draw(what), deeds: picture.deeds };
}

class Picture {
  readonly #timeline: Timeline;
  readonly #axis: Axis;
  readonly #lanes: string[];
  /** By number, from 1. */
  readonly deeds: string[] = [];
  /** By lane: where the last label ends. */
  readonly #taken = new Map<number, number>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#lanes = [HARNESS, ...timeline.lives.map(({ who }) => who)];
    const spans = timeline.lives.flatMap((life) => life.spans.flatMap(({ from, to }) => [from, to]));
    this.#axis = focusAxis([0, timeline.ms, ...spans, ...timeline.moments.map(({ ms }) => ms)], LEFT + 8, RIGHT);
  }

  draw(what: string): string {
    const height = TOP + LANE * this.#lanes.length + 30;
    const marks = this.#timeline.moments.map((moment) => this.#mark(moment));
    const parts = [this.#grounds(), this.#quiet(), ...this.#timeline.lives.map((life) => this.#life(life)), ...marks, this.#ticks()];
    return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${text(what)}">${parts.join('')}</svg>`;
  }

  #x(ms: number): number {
    return Math.round(this.#axis.x(ms) * 10) / 10;
  }

  /** The middle of a lane; the harness stands for whom the picture has not. */
  #y(who: string): number {
    return TOP + LANE * (Math.max(0, this.#lanes.indexOf(who)) + 0.5);
  }

  get #bottom(): number {
    return TOP + LANE * this.#lanes.length;
  }

  #grounds(): string {
    const rows = this.#lanes.map((who, n) =>
      n % 2 === 1 ? '' : `<path class="g" d="M0 ${this.#y(who) - LANE / 2}h${WIDTH}v${LANE}h-${WIDTH}z"/>`,
    );
    return `${rows.join('')}<text class="n" x="6" y="${this.#y(HARNESS) + 4}">harness</text>`;
  }

  #quiet(): string {
    const stretches = this.#axis.quiet.map(({ from, to, ms }) => {
      const [a, b] = [Math.round(from), Math.round(to)];
      const said =
        b - a < 40 ? '' : `<text class="m" text-anchor="middle" x="${(a + b) / 2}" y="${this.#bottom + 11}">≈ ${inMs(ms)} ms</text>`;
      return `<path class="q" d="M${a + 1} ${TOP}H${b - 1}V${this.#bottom}H${a + 1}z"/>${said}`;
    });
    return stretches.join('');
  }

  /** Its name with the line to its parent's, and its bars. */
  #life({ who, pid, under, spans, end }: Life): string {
    const y = this.#y(who);
    const x = 6 + 14 * this.#depth(under);
    const elbow = under === undefined || under === HARNESS ? '' : `<path class="e" d="M${x - 8} ${this.#y(under) + 8}V${y}h6"/>`;
    const number = pid === undefined ? '' : ` <tspan class="m">${pid}</tspan>`;
    const room = Math.floor((LEFT - x - 34) / LETTER);
    const name = who.length > room ? `${who.slice(0, room - 1)}…` : who;
    const bars = spans.map(({ is, from, to }) => {
      const [a, b] = [this.#x(from), this.#x(to)];
      const said = `${who} ${is === 'zombie' ? 'is a zombie' : is} for ${inMs(to - from)} ms${is === 'running' && end !== undefined ? `, ${end}` : ''}`;
      return `<rect class="${BARS[is]}" x="${a}" y="${y - HALF}" width="${Math.max(2, Math.round((b - a) * 10) / 10)}" height="${2 * HALF}"><title>${text(said)}</title></rect>`;
    });
    return `${elbow}<text class="n" x="${x}" y="${y + 4}">${text(name)}${number}</text>${bars.join('')}${this.#end(who, spans.at(-1), end)}`;
  }

  /** How it ended, in its last bar, or above where something happens there; nothing where there is no room. */
  #end(who: string, last: Span | undefined, end: string | undefined): string {
    if (last === undefined || end === undefined) return '';
    const to = this.#x(last.to) - 8;
    const from = to - end.length * LETTER;
    if (from < this.#x(last.from)) return '';
    const busy = this.#timeline.moments.some(
      ({ ms, who: of, from: by }) => (of === who || by === who) && this.#x(ms) > from && this.#x(ms) <= to + 8,
    );
    return `<text class="l le" x="${to}" y="${this.#y(who) + (busy ? -HALF - 3 : 4)}">${text(end)}</text>`;
  }

  #depth(under: string | undefined): number {
    const parent = this.#timeline.lives.find(({ who }) => who === under);
    return parent === undefined ? 0 : 1 + this.#depth(parent.under);
  }

  #mark(moment: Moment): string {
    return MARKS[moment.kind](moment, this);
  }

  /** From lane to lane; straight down or up. */
  arrow(of: 's' | 'f', { ms, who, from = HARNESS }: Moment): string {
    const [x, y1, y2] = [this.#x(ms), this.#y(from), this.#y(who)];
    const side = Math.sign(y2 - y1) || 1;
    // Below what the harness has done at that moment.
    const start = y1 + side * (from === HARNESS ? 11 : HALF);
    return `<path class="a${of}" d="M${x} ${start}V${y2 - side * (HALF + 1)}"/><circle class="f${of}" cx="${x}" cy="${start}" r="2.6"/>`;
  }

  /** Behind a mark on a lane, if there is room: its text is in the list and in the tip all the same. */
  label(kind: string, ms: number, who: string, said: string, above = false): string {
    const x = this.#x(ms) + 6;
    const wide = said.length * LETTER;
    const lane = this.#lanes.indexOf(who) * 2 + (above ? 1 : 0);
    const left = x + wide > WIDTH - 4 ? x - 12 - wide : x;
    if (left < (this.#taken.get(lane) ?? LEFT)) return '';
    this.#taken.set(lane, left + wide + 4);
    return `<text class="l ${kind}" x="${Math.round(left)}" y="${this.#y(who) + (above ? -HALF - 3 : who === HARNESS ? 14 : 4)}">${text(said)}</text>`;
  }

  dot(kind: string, ms: number, who: string, radius = 4): string {
    return `<circle class="${kind}" cx="${this.#x(ms)}" cy="${this.#y(who)}" r="${radius}"/>`;
  }

  /** On the lane of the parent that waited, with a line to the child. */
  reaped({ ms, who, from = HARNESS }: Moment): string {
    const [x, y, child] = [this.#x(ms), this.#y(from), this.#y(who)];
    const line = y === child ? '' : `<path class="ar" d="M${x} ${y + Math.sign(child - y) * HALF}V${child}"/>`;
    return `${line}<rect class="fr" x="${x - 5}" y="${y - 6}" width="10" height="12" rx="2"/><path class="t" d="M${x - 2.6} ${y}l2 2.4 3.4-5"/>`;
  }

  deed({ ms, what, who }: Moment): string {
    const told = who === HARNESS ? what : `${who} ${what}`;
    const number = this.deeds.push(told);
    const [x, y] = [this.#x(ms), this.#y(HARNESS) - 6];
    return `<circle class="d" cx="${x}" cy="${y}" r="8"/><text class="dn" text-anchor="middle" x="${x}" y="${y + 3.5}">${number}</text>`;
  }

  fault({ ms }: Moment): string {
    const x = this.#x(ms);
    const anchor = x > WIDTH / 2 ? 'end' : 'start';
    return `<path class="v" d="M${x} 22V${this.#bottom}"/><text class="vt" text-anchor="${anchor}" x="${x + (anchor === 'end' ? 4 : -4)}" y="16">✕ the fault shows</text>`;
  }

  /** Times of what happened, each where there is room for it. */
  #ticks(): string {
    const times = [...new Set([0, ...this.#timeline.moments.map(({ ms }) => ms), this.#timeline.ms])].sort((a, b) => a - b);
    let end = 0;
    const told = times.flatMap((ms) => {
      const [x, said] = [this.#x(ms), inMs(ms)];
      const half = (said.length * LETTER) / 2;
      if (x - half < end) return [];
      end = x + half + 6;
      return [`<text class="m" text-anchor="middle" x="${x}" y="${this.#bottom + 24}">${said}</text>`];
    });
    return `${told.join('')}<text class="m" x="6" y="${this.#bottom + 24}">ms since its start</text>`;
  }
}

const inMs = (ms: number): string => (ms >= 100 ? ms.toFixed(0) : ms >= 10 ? ms.toFixed(1) : ms.toFixed(2));

const BARS = { running: 'br', stopped: 'bs', zombie: 'bz' } as const;

type Marks = { [Kind in Moment['kind']]: (moment: Moment, picture: Picture) => string };

const MARKS: Marks = {
  started: (moment, picture) => picture.arrow('f', moment),
  sent: (moment, picture) => picture.arrow('s', moment) + picture.label('ls', moment.ms, moment.from ?? HARNESS, moment.what),
  received: (moment, picture) =>
    (moment.from === undefined ? picture.dot('fs', moment.ms, moment.who) : picture.arrow('s', moment)) +
    picture.label('ls', moment.ms, moment.who, moment.what, true),
  ended: ({ ms, who }, picture) => picture.dot('fe', ms, who),
  reaped: (moment, picture) => picture.reaped(moment),
  moved: ({ ms, who, from = HARNESS }, picture) => picture.label('lm', ms, who, `child of ${from} now`, true),
  done: (moment, picture) => picture.deed(moment),
  fault: (moment, picture) => picture.fault(moment),
};
