/** How a finding stands after a night: what it was, what was seen tonight, and what the night can be relied upon for. Pure. */
import { isNews, type State } from './finding.ts';

export interface Evidence {
  /** Whether it showed tonight, in replays or in new scenarios. */
  shown: boolean;
  /** Replays in which its property was judged, and held. */
  held: number;
  /** Replays that it takes to say that it does not show. */
  needed: number;
  /** Whether it is more than chance: it always shows, or often enough over many runs. */
  steady: boolean;
}

export interface Circumstances {
  /** The init, its contract or initproof is another one than when it was last seen. */
  changed: boolean;
  /** Why nothing of this target can be called fixed tonight; undefined where the control passed. */
  void: string | undefined;
  /** A baseline has it tonight, until that day. */
  acceptedUntil: string | undefined;
  /** Whether somebody was told of the last night. */
  reported: boolean;
  /** Nights since it was last seen. */
  silent: number;
}

export interface Standing {
  /** `dropped`: nothing is known of it any more. */
  state: State | 'dropped';
  why?: string;
}

/** Nights after which nobody waits any more for what showed now and then in one night. */
const SILENT = 14;

/** `before`: undefined for what no night has told. */
export function standing(before: State | undefined, evidence: Evidence, given: Circumstances): Standing {
  return evidence.shown ? shown(before, evidence, given) : notShown(before, evidence, given);
}

function shown(before: State | undefined, { steady }: Evidence, { acceptedUntil, reported }: Circumstances): Standing {
  if (acceptedUntil !== undefined) return { state: 'accepted', why: `until ${acceptedUntil}` };
  switch (before) {
    case undefined:
      return steady ? { state: 'new' } : { state: 'flaky', why: 'seen in one night, now and then' };
    case 'fixed':
      return { state: 'back', why: 'it was fixed' };
    case 'accepted':
      return { state: 'back', why: 'its acceptance has ended' };
    case 'new':
    case 'back':
      return reported ? { state: 'still' } : { state: before };
    case 'flaky':
      // In a night before, and tonight.
      return { state: 'still', why: 'flaky, seen in several nights' };
    case 'still':
    case 'gone':
      return { state: 'still' };
  }
}

function notShown(before: State | undefined, { held, needed }: Evidence, given: Circumstances): Standing {
  const enough = held >= needed;
  if (given.void !== undefined) return { state: kept(before, given), why: `not judged: ${given.void}` };
  if (before === 'fixed') return { state: 'fixed' };
  // What no night has told was seen on nobody knows what.
  if (enough && given.changed && before !== undefined) return { state: 'fixed', why: `0 of ${held}` };
  if (before === 'flaky') return given.silent >= SILENT ? { state: 'dropped' } : { state: 'flaky' };
  if (enough) return { state: 'gone', why: `0 of ${held}, and nothing has changed` };
  return {
    state: kept(before, given),
    why: held === 0 ? 'not replayed tonight' : `0 of ${held}, which says too little: ${needed} would do`,
  };
}

/** As it was, but that news are news once; until somebody was told they are. */
function kept(before: State | undefined, { reported }: Circumstances): State {
  if (before === undefined) return 'new';
  return isNews(before) && reported ? 'still' : before;
}
