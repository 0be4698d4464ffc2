/** Steps upon the init, and those in which nothing is done. */
import { duration } from '../schema-parts.ts';
import { word } from '../shape.ts';
import { checkDuration } from '../validate-reactions.ts';
import { problem } from '../walk.ts';
import type { Rows } from './facts.ts';
import { nobody } from './mentions.ts';

export const INIT_STEPS: Rows<'freeze' | 'thaw' | 'orphan' | 'wait'> = {
  freeze: {
    ...nobody(),
    shape: word('init').describe('The init is stopped by SIGSTOP from outside: what is sent to it stays pending, and merges.'),
    check(_, walk) {
      if (walk.frozen === true) problem(walk, ['freeze'], 'the init is frozen already');
      walk.frozen = true;
    },
    explain: () => ['The init is frozen by SIGSTOP from outside: what is sent to it stays pending.'],
  },
  thaw: {
    ...nobody(),
    shape: word('init').describe('The init is continued by SIGCONT from outside.'),
    check(_, walk) {
      if (walk.frozen === false) problem(walk, ['thaw'], 'the init is not frozen');
      walk.frozen = false;
    },
    explain: () => ['The init is thawed by SIGCONT from outside.'],
  },
  orphan: {
    ...nobody(),
    shape: word('init').describe('The parent of the init ends; PID 1 takes its place. For `as: subreaper`, once.'),
    check(_, walk) {
      if (!walk.subreaper) problem(walk, ['orphan'], 'the init is PID 1, which has no parent inside: write `as: subreaper` in `launch`');
      else if (walk.orphaned) problem(walk, ['orphan'], 'its parent has ended before');
      walk.orphaned = true;
    },
    explain: () => ["The init's own parent ends; PID 1 takes its place."],
  },
  wait: {
    ...nobody(),
    shape: duration.describe('Nothing happens for this time.'),
    check: (text, walk) => checkDuration(text, [...walk.at, 'wait'], walk.report),
    explain: (time) => [`Nothing happens for ${time}.`],
  },
};
