/** What no exported file expresses of a target: it has no sandbox, and starts the init with the command behind its arguments. */
import type { FileOf } from '../cases/target-file.ts';
import { placeOf } from '../compile/command.ts';
import type { Setting } from '../compile/setting.ts';
import type { ShownFile } from '../execute/executor.ts';
import type { Contract } from '../judge/contract.ts';
import { longestPause } from '../judge/farewell.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Beyond } from './not-expressible.ts';

/** What of a target a file is made for. */
export interface Exported extends Setting {
  contract: Contract;
  /** Of the init, before the command: whoever runs the file gives them to it. */
  args: readonly string[];
  files?: readonly (FileOf | ShownFile)[];
}

/** Why not, by what the target file says. */
const LIMITS: Readonly<Record<string, (target: Exported, scenario: Scenario) => string | undefined>> = {
  files: ({ files = [] }) => (files.some(isElsewhere) ? 'they are at places of a sandbox, which the file does not have' : undefined),
  starts: ({ contract }) => (contract.starts === 'never' ? 'whoever enters a pause takes setns(2)' : undefined),
  directory: ({ directory = '/' }, { launch }) =>
    directory === '/' || launch.directory !== undefined ? undefined : `${directory} is a folder of a sandbox, which the file does not have`,
  command: (target) =>
    placeOf({ launch: {}, setting: target }, target.args) === 'appended'
      ? undefined
      : 'the init finds its command in a word of its arguments, or in a file; here it stands behind them',
  'ready.line': ({ ready }) => (ready?.line === undefined ? undefined : 'what the init writes is not read'),
  ready: ({ ready }, { launch }) =>
    ready === undefined || launch.pending === undefined ? undefined : 'what is pending at its exec comes before the init is ready',
};

/** Whether the init finds it at another place than where it is on this machine. */
function isElsewhere(file: FileOf | ShownFile): boolean {
  if (typeof file === 'string') return false;
  return 'package' in file || file.writable === true || (file.at !== undefined && file.at !== file.from);
}

export const beyondTarget = (target: Exported, scenario: Scenario): Beyond[] =>
  Object.entries(LIMITS).flatMap(([key, limit]) => {
    const why = limit(target, scenario);
    return why === undefined ? [] : [{ what: `\`${key}\` of the target`, why }];
  });

/** The scenario with the target's own variables in its launch, where that has no others by these names. */
export function withVariables(scenario: Scenario, { variables }: Exported): Scenario {
  if (variables === undefined) return scenario;
  return { ...scenario, launch: { ...scenario.launch, env: { ...variables, ...scenario.launch.env } } };
}

/** An init that has slept so long has done all that it will, also one that polls once a second; s. */
const PATIENCE_S = 3;

/** For how long, s, the file waits for what is due of an init of this contract: for longer than that may pause. */
export const patienceOf = (target: Exported): number => Math.max(PATIENCE_S, Math.ceil(longestPause(target.contract) / 1000) + 1);
