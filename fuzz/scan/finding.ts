/** What is wrong with an image, or worth knowing. */

export const LEVELS = ['error', 'warning', 'note'] as const;
export type Level = (typeof LEVELS)[number];

export interface Finding {
  rule: string;
  level: Level;
  /** What, in one sentence. */
  said: string;
  /** What to do. */
  fix?: string;
  /** The file in the image that it is about. */
  path?: string;
  /** More files that it is about in the same way. */
  also?: string[];
  /** Line of a Dockerfile. */
  line?: number;
  /** Id of an advisory. */
  record?: string;
  /** A case of the corpus that shows it. */
  case?: string;
  /** A command that shows it happen. */
  show?: string;
  link?: string;
}

/** What each rule is about; the id is stable. */
export const RULES: Readonly<Record<string, string>> = {
  'modified-init': 'An init is not the build that it looks like',
  'unverified-init': 'Nobody vouches for the bytes of an init',
  'no-command': 'The image does not say what to run',
  'command-missing': 'What is to be run is not there, or cannot be started',
  'no-init': 'PID 1 is a program that is no init',
  'shell-form': 'PID 1 is a shell that runs the command as its child',
  'script-without-exec': 'PID 1 is a script that does not exec',
  runner: 'A program that runs scripts stands between the stop signal and the application',
  'handler-missing': 'PID 1 is a program of an interpreter that has no handler for the stop signal by itself',
  'init-not-pid-1': 'An init is started by something else, and is not PID 1',
  'init-under-init': 'An init runs under another',
  'stop-signal': 'The stop signal is none that a container can act upon',
  'stop-signal-unhandled': 'The program stops upon other signals than the stop signal',
  'stop-signal-differs': 'The stop signal is not SIGTERM',
  'runs-as-root': 'The container runs as root',
  'init-writable': 'Who runs the container can replace the init',
  'set-uid-init': 'An init has a set-uid or set-gid bit',
  'user-missing': 'The image has no user of that name',
  'listed-twice': 'A layer has the same file twice',
  'shared-root': 'The root of the process is that of the machine',
  'not-seen': 'A part of the file system could not be looked at',
  'device-node': 'The image has a device outside of /dev',
  'host-pids': 'The container shares the PIDs of the host',
  'base-unknown': 'What the base image says of ENTRYPOINT is not known',
  'init-never-checked': 'An init is fetched, and its digest is not checked',
  'digest-never-checked': 'A digest is declared and never checked',
  'check-ignored': 'A digest is checked, and the result is not looked at',
  'wrong-digest': 'A digest is known to be that of something else',
  advisory: 'There is an advisory for this version of an init',
  'known-defect': 'This version of an init has a known defect',
  'known-behaviour': 'What this version of an init does is known, and open upstream',
  provenance: 'Upstream signs no release files of this version of an init',
};
