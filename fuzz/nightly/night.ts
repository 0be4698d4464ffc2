/**
 * One night: control, known findings again, new scenarios from where the last night stopped, and how each finding stands beside the nights
 * before. The lock is the caller's, and so is the report: `markReported` says that it came out.
 */
import { tells } from '../campaign/causes.ts';
import { campaign } from '../campaign/campaign.ts';
import type { CampaignEvent } from '../campaign/events.ts';
import { EVENTS_VERSION } from '../campaign/events.ts';
import { type FoundTarget, targetInfo } from '../campaign/find-target.ts';
import { checkOut } from '../campaign/check-out.ts';
import type { Accepted } from '../campaign/known-by.ts';
import type { Lab } from '../campaign/lab.ts';
import { withHabits } from '../campaign/learn-undeclared.ts';
import { withLabFor } from '../campaign/lab-hours.ts';
import { pushedBy } from '../campaign/queue.ts';
import { addFailure } from '../campaign/retold.ts';
import { dayOf } from '../cases/baseline.ts';
import { isExplained } from '../cause/trigger.ts';
import { readCaseFile } from '../cases/store.ts';
import { buildOf, kindOf, toolDigest } from './build.ts';
import { compared, countStates, type Tonight } from './compare.ts';
import { type Control, checkTarget, checkTool, controls } from './control.ts';
import type { NightEvent, NightEventBody } from './events.ts';
import { nightExit } from './exit.ts';
import type { Ran, NightFinding, When } from './finding.ts';
import { GoingOn } from './going-on.ts';
import { historyLine } from './history-line.ts';
import { type Item, takeFailure } from './items.ts';
import { isUnsteady, Known } from './known.ts';
import type { NightOptions } from './options.ts';
import { mergeExplained, prune } from './prune.ts';
import { type HistoryLine, type Ledger, STATE_VERSION } from './schema.ts';
import { addHistory, readLedger, writeLedger } from './state.ts';
import { keepStories, storyOf } from './stories.ts';
import type { Story } from './story-schema.ts';

type Of<Type extends CampaignEvent['type']> = Extract<CampaignEvent, { type: Type }>;

/** However little is left: what takes some milliseconds is done. */
const LEAST_MS = 1000;
/** Part of the time for what is known: as much again is in the campaign's own share, for cases of the corpus. */
const KNOWN_SHARE = 0.25;
/** Part of the time that is kept, after the campaign, for findings of tonight that show now and then. */
const LAST_SHARE = 0.05;

/** The last event is `night-end`: the state is written then. Throws as `campaign` does. */
export const night = (options: NightOptions): AsyncGenerator<NightEvent, void, undefined> =>
  pushedBy(options.signal, (push, signal) => new Night({ ...options, signal }, push).run());

/** The report of the last night came out: its news are none tomorrow. */
export async function markReported(state: string): Promise<void> {
  const ledger = await readLedger(state);
  if (!ledger.reported) await writeLedger(state, { ...ledger, reported: true });
}

class Night {
  readonly #options: NightOptions & { signal: AbortSignal };
  readonly #push: (event: NightEvent) => void;
  readonly #began = performance.now();
  readonly #voids = new Map<string, string>();
  readonly #builds = new Map<string, Ran>();
  readonly #lines = new Map<string, Of<'target'>>();
  #judged: readonly FoundTarget[] = [];
  #known = new Known([], []);
  #control: Control = { ok: true };
  #end: Of<'end'> | undefined;
  #stories: Story[] = [];

  constructor(options: NightOptions & { signal: AbortSignal }, push: (event: NightEvent) => void) {
    this.#options = options;
    this.#push = push;
  }

  #emit(body: NightEventBody): void {
    this.#push({ v: EVENTS_VERSION, ...body });
  }

  get #elapsed(): number {
    return Math.round(performance.now() - this.#began);
  }

  /** What is left of the time, less a part of it; endless without a time. */
  #left(share = 0): number {
    return (this.#options.ms ?? Number.POSITIVE_INFINITY) * (1 - share) - this.#elapsed;
  }

  async run(): Promise<void> {
    const { state, targets, date = new Date(), signal, dryRun = false, seed, newSeed } = this.#options;
    if (!dryRun) await checkOut(state);
    const ledger = await readLedger(state);
    const goingOn = await GoingOn.read(
      state,
      targets.map(({ name }) => name),
      seed,
      newSeed,
    );
    const now: When = { night: ledger.night + 1, date: dayOf(date) };
    const tool = await toolDigest();
    const builds = await Promise.all(targets.map((target) => buildOf(target, tool)));
    this.#judged = (await withHabits(targets)).targets;
    this.#known = await Known.read(state, this.#judged, ledger.findings, this.#options.corpus);
    this.#emit({ type: 'night', ...now, state, seed: goingOn.seed, targets: targets.map(targetInfo), known: this.#known.items.length });
    await this.#inLab(this.#left(1 - KNOWN_SHARE), async (lab) => {
      for (const [n, target] of this.#judged.entries())
        this.#builds.set(target.name, { ...(builds[n] as Omit<Ran, 'kind'>), kind: await kindOf(lab, target) });
      await this.#check(lab);
      if (this.#control.ok) await this.#replayKnown(lab);
    });
    if (this.#control.ok && !dryRun && !signal.aborted && this.#left(LAST_SHARE) > 0) await this.#fuzz(goingOn);
    await this.#checkUnchanged(builds);
    await this.#conclude(ledger, now, goingOn);
  }

  async #inLab(ms: number, work: (lab: Lab) => Promise<void>): Promise<void> {
    const { jobs, signal } = this.#options;
    if (signal.aborted) return;
    const { sound, faulty } = await this.#controls();
    await withLabFor([...this.#judged, sound, faulty], { jobs, signal, ms: Math.max(LEAST_MS, ms) }, work);
  }

  async #controls(): Promise<{ sound: FoundTarget; faulty: FoundTarget }> {
    return this.#options.controls ?? (await controls());
  }

  async #check(lab: Lab): Promise<void> {
    const { signal } = this.#options;
    const control = await checkTool(lab, await this.#controls());
    // What was cut off says nothing.
    if (signal.aborted) return;
    this.#control = control;
    const { ok } = this.#control;
    const why = this.#control.ok ? undefined : this.#control.why;
    this.#emit({ type: 'control', ms: this.#elapsed, ok, ...(why === undefined ? {} : { why }) });
    for (const target of this.#judged) {
      const known = this.#known.signaturesOn(target);
      const odd = why ?? (await checkTarget(lab, target, known));
      if (odd === undefined || signal.aborted) continue;
      this.#voids.set(target.name, odd);
      if (why === undefined) this.#emit({ type: 'control', ms: this.#elapsed, target: target.name, ok: false, why: odd });
    }
  }

  async #replayKnown(lab: Lab): Promise<void> {
    for await (const replayed of this.#known.replay(lab)) this.#emit({ type: 'replayed', ms: this.#elapsed, ...replayed });
  }

  /** Tonight's campaign, which goes on where the last one stopped. */
  async #fuzz(goingOn: GoingOn): Promise<void> {
    const { state, placements, guided, jobs, corpus, accepted, signal, runs } = this.#options;
    const ms = this.#options.ms === undefined ? undefined : Math.max(1, this.#left(LAST_SHARE));
    const { seed, from } = goingOn;
    const what = { targets: this.#judged, seed, from, placements, guided, corpus, accepted, out: state };
    const failures: Of<'failure'>[] = [];
    for await (const event of campaign({ ...what, ms, runs, jobs, failOn: 'nothing', signal })) {
      this.#push(event);
      if (event.type === 'failure') addFailure(failures, event);
      if (event.type === 'target') this.#lines.set(event.target, event);
      if (event.type === 'end') this.#end = event;
      if (event.type === 'progress' || event.type === 'end') goingOn.next = event.next ?? goingOn.next;
      await goingOn.saveAtTimes();
    }
    this.#stories = failures.map(storyOf);
    for (const failure of failures) {
      const stored = failure.known ? undefined : await readCaseFile(failure.case).catch(() => undefined);
      takeFailure(this.#known.items, this.#judged, failure, stored);
    }
    const left = (): number => this.#left();
    if (this.#known.items.some(isUnsteady)) await this.#inLab(left(), (lab) => this.#known.replayUnsteady(lab, left));
  }

  /** An init that was built anew while the night went on is not the one that was looked at. */
  async #checkUnchanged(before: readonly Omit<Ran, 'kind'>[]): Promise<void> {
    for (const [n, target] of this.#options.targets.entries()) {
      const tool = before[n]?.tool ?? '';
      const init = await buildOf(target, tool).then(
        (build) => build.init,
        () => undefined,
      );
      if (init !== before[n]?.init) this.#voids.set(target.name, 'the init was changed while the night went on');
    }
  }

  /** How each finding stands; writes it down, and tells it. */
  async #conclude(ledger: Ledger, now: When, goingOn: GoingOn): Promise<void> {
    const { state, dryRun = false, signal, failOn = 'new' } = this.#options;
    const pruned = mergeExplained(this.#known.items);
    const own = this.#compare(ledger.reported, now);
    const others = ledger.findings.filter(({ target }) => !this.#judged.some(({ name }) => name === target));
    const { exit: campaign = 0, unconfirmed = 0 } = this.#end ?? {};
    const result = { findings: own, control: this.#control, campaign, unconfirmed, interrupted: signal.aborted };
    const exit = nightExit({ ...result, voidTarget: this.#voids.size > 0 }, failOn);
    if (!dryRun) {
      const findings = [...others, ...own];
      await addHistory(state, this.#history(now, goingOn, own, exit));
      await keepStories(state, this.#stories, findings);
      await writeLedger(state, { v: STATE_VERSION, night: now.night, reported: false, findings });
      await goingOn.save();
      await prune(state, now.night, [...pruned, ...this.#known.dropped(own)]);
    }
    for (const finding of own) this.#emit({ type: 'finding', ...finding });
    const end = { night: now.night, states: countStates(own), void: Object.fromEntries(this.#voids), exit };
    this.#emit({ type: 'night-end', ms: this.#elapsed, ...end });
  }

  #compare(reported: boolean, now: When): NightFinding[] {
    const { state, accepted = [] } = this.#options;
    const tonight: Tonight = {
      state,
      now,
      builds: this.#builds,
      voids: this.#voids,
      reported,
      acceptedUntil: (item) => accepted.find((one) => covers(one, item))?.acceptance.until,
    };
    return this.#known.items.flatMap((item) => compared(item, tonight) ?? []);
  }

  #history(now: When, goingOn: GoingOn, findings: readonly NightFinding[], exit: number): HistoryLine[] {
    return this.#options.targets.flatMap((target) => {
      const build = this.#builds.get(target.name);
      if (build === undefined) return [];
      const about = { judged: this.#lines.get(target.name), void: this.#voids.get(target.name) };
      return historyLine(target, { now, goingOn, build, findings, ...about, ms: this.#elapsed, replays: this.#known.replays, exit });
    });
  }
}

/** Whether what is accepted explains the finding's case. */
const covers = ({ stored: { case: accepted } }: Accepted, { stored, target }: Item): boolean =>
  stored !== undefined &&
  accepted.signature === stored.case.signature &&
  tells(accepted, target) &&
  isExplained(stored.case.scenario, [accepted.scenario]);
