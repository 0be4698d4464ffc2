/** The answer of `app`. */
import type { Advice } from '../app/advise.ts';
import type { Application } from '../app/application.ts';
import type { Examined } from '../app/examine.ts';
import type { Finding } from '../app/findings.ts';
import { writeAppCase } from '../app/case.ts';
import { storyOf } from '../app/story.ts';
import type { StoryLine } from '../campaign/story.ts';

/** A fault, as it is told: its schedule is in `yaml`, which is a case. */
export interface AppFindingValue extends Pick<Finding, 'init' | 'row' | 'problem' | 'repeats' | 'schedule'> {
  /** What tells it from others, and in a sentence. */
  cause: Finding['cause']['id'];
  said: string;
  story: StoryLine[];
  /** The end of what it wrote. */
  stderr: string[];
  advice: Advice[];
  yaml: string;
  /** The file, where one was written. */
  case?: string;
}

export interface AppValue extends Pick<Examined, 'cells' | 'starts' | 'runs' | 'ms' | 'interrupted'> {
  type: 'app';
  command: readonly string[];
  seed: number;
  findings: AppFindingValue[];
}

/** Lines of output that are told. */
const MOST = 20;

/** `here`: the current folder, which no case says. */
export function findingValue(app: Application, finding: Finding, here: string): AppFindingValue {
  const { init, row, problem, repeats, schedule, cause, run, stderr, advice, codes, mayFail } = finding;
  return {
    init,
    row,
    problem,
    repeats,
    schedule,
    cause: cause.id,
    said: cause.said,
    story: storyOf(run),
    stderr: stderr.trimEnd().split('\n').slice(-MOST).filter(Boolean),
    advice,
    yaml: writeAppCase(app, { init, schedule, codes, mayFail }, [cause.said], here),
  };
}

/** `app replay`: a case behind an init. */
export interface AppReplayValue {
  type: 'app-replay';
  case: string;
  init: string;
  runs: number;
  /** Of the runs those that were violated, and those of which nothing can be said. */
  failing: number;
  open: number;
  said: string;
  /** Of one that was violated, else of the first. */
  story: StoryLine[];
}
