/** How bad a fault is to people who run containers, and in which order reports list findings. One table over what properties can say. */
import type { CampaignEventBody } from '../campaign/events.ts';
import { TAMPERED } from '../judge/fault.ts';
import type { FaultClass } from '../judge/property.ts';
import type { SignalName } from '../scenario/signals.ts';
import { ALL_PROPERTIES } from '../../properties/index.ts';

type Failure = Extract<CampaignEventBody, { type: 'failure' }>;

/** Of a lost signal it matters which: one that stops loses data at each deployment, another one a reload or the size of a window. */
type Harm = FaultClass | 'stop-lost' | 'other-lost';

/** The most harmful first: what ends or hangs a container, or loses its work, goes before what it merely wears out. */
const HARM: Readonly<Record<Harm, number>> = {
  'stop-lost': 0,
  died: 1,
  hung: 2,
  lost: 3,
  'not-started': 4,
  zombie: 5,
  'wrong-code': 6,
  'other-lost': 7,
  'wrong-target': 8,
  doubled: 9,
  other: 10,
};

/** Those that stop what has no handler of its own and that public images have as STOPSIGNAL, or a terminal sends: the commonest first. */
const STOPS: readonly SignalName[] = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP'];

/** 0 is the worst. */
export function harmOf(signature: string): number {
  const [id, what = '', detail = ''] = signature.split(/[/:]/);
  const outcome: Readonly<Record<string, FaultClass>> | undefined = ALL_PROPERTIES.find((property) => property.id === id)?.outcome;
  const of = (outcome !== undefined && Object.hasOwn(outcome, what) ? outcome[what] : undefined) ?? 'other';
  return HARM[of === 'lost' ? lossOf(detail) : of];
}

/** Without a name, as at the start, it may be any signal. */
function lossOf(detail: string): Harm {
  if (STOPS.some((signal) => signal === detail)) return 'stop-lost';
  return detail.startsWith('SIG') || detail === 'real-time' || detail === 'libc' ? 'other-lost' : 'lost';
}

/** The first clause of what a fault leads to, and what tells it from others of its kind: `The container hangs (directory)`. */
export function inShort(signature: string, consequence = signature): string {
  const [clause = consequence] = consequence.split(/[:;.](?: |$)/);
  const detail = signature.split(':')[1];
  return detail === undefined ? clause : `${clause} (${detail.replaceAll(/[-_]/g, ' ')})`;
}

/** What a finding needs beyond a plain `docker run`. */
export const needsIn = (failure: Failure): readonly string[] => ('needs' in failure ? failure.needs : []);

/** A forged record goes before everything, whatever it takes: nothing else of the init is evidence then. Then what is plain. */
const placeOf = (failure: Failure): number => (failure.property === TAMPERED ? 0 : needsIn(failure).length === 0 ? 1 : 2);

/** Of two signals that stop, the commoner is the lesser; those that do not stop are equal. */
function stopOf(signature: string): number {
  const place = STOPS.findIndex((signal) => signature.endsWith(`:${signal}`));
  return place < 0 ? STOPS.length : place;
}

/** Plain ones first, of those the most harmful; then what needs something, likewise, what needs less first. */
export const ranked = <T extends Failure>(failures: readonly T[]): T[] =>
  [...failures].sort(
    (a, b) =>
      placeOf(a) - placeOf(b) ||
      harmOf(a.signature) - harmOf(b.signature) ||
      needsIn(a).length - needsIn(b).length ||
      stopOf(a.signature) - stopOf(b.signature),
  );
