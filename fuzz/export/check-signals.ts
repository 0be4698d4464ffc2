/** Checks of the signals that the actors get, and of what comes of them. */
import type { Program } from '../compile/program.ts';
import { ANY_LIFE, BY_INIT, LIFE, STOPPED } from '../judge/life.ts';
import type { Checkpoint } from '../judge/model/checkpoint.ts';
import { signalName } from '../scenario/signals.ts';
import { type Check, nameOf, type Watch } from './check.ts';

/** How often each signal has been noted in all by then; those that nobody sends as well, for those that note them. */
export function noted(points: readonly Checkpoint[], program: Program): Check[] {
  const sums = new Map<string, { slot: number; signal: number; min: number; max: number }>();
  const checks: Check[] = [];
  for (const { op, ranges, once, init } of points) {
    for (const { slot, signal, min, max } of ranges) {
      const sum = sums.get(`${slot}/${signal}`) ?? { slot, signal, min: 0, max: 0 };
      sums.set(`${slot}/${signal}`, { ...sum, min: sum.min + min, max: sum.max + max });
    }
    // A key comes to who is in the foreground with the init by one of two ways, and not by both.
    for (const { slot, signal, max } of once) {
      const sum = sums.get(`${slot}/${signal}`);
      const all = ranges.filter((range) => range.slot === slot && range.signal === signal).reduce((most, range) => most + range.max, 0);
      if (sum !== undefined) sums.set(`${slot}/${signal}`, { ...sum, max: sum.max - Math.max(0, all - max) });
    }
    // What was sent while main ended is judged by what came before.
    if (init === 'leaves') continue;
    for (const sum of sums.values()) {
      const times = sum.min === sum.max ? `${sum.min}` : `${sum.min} to ${sum.max}`;
      checks.push({
        kind: 'NOTED',
        fault: true,
        at: op,
        ...sum,
        must: `${nameOf(program, sum.slot)} must get ${signalName(sum.signal)} ${times} times`,
      });
    }
  }
  return checks;
}

/** Who must have ended by what the init sent. */
export const effects: Watch = (points, program) =>
  points.flatMap(({ op, states, init }): Check[] => {
    const ended = states.flatMap((state, slot): Check[] =>
      state & BY_INIT && (state & LIFE.live) === 0 && slot !== 0
        ? [{ kind: 'DEAD', fault: true, at: op, slot, must: `${nameOf(program, slot)} must end by what the init forwards` }]
        : [],
    );
    const main: Check[] =
      init === 'leaves' && (states[0] ?? 0) & BY_INIT
        ? [{ kind: 'LEFT', fault: true, at: op, must: 'main must end by what the init forwards, and the init with it' }]
        : [];
    return [...ended, ...main];
  });

/** Who lives must go on to live. */
export const lives: Watch = (points, program) =>
  points.flatMap(({ op, states, init }): Check[] =>
    init === 'leaves'
      ? []
      : states.flatMap((state, slot): Check[] =>
          (state & ANY_LIFE) === LIFE.live && (state & STOPPED) === 0
            ? [{ kind: 'ALIVE', fault: true, at: op, slot, must: `${nameOf(program, slot)} must live` }]
            : [],
        ),
  );
