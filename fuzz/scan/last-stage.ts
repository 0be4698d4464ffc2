/** What the last stage of a Dockerfile, which is the image, says will run. What its base image says is not known. */
import { type ImageConfig, UNSAID } from './config.ts';
import { type Instruction, listIn } from './dockerfile.ts';

export interface LastStage {
  config: ImageConfig;
  /** What says what runs; `undefined` where the base image does. */
  line?: number;
  /** Whether its base may have an ENTRYPOINT before the command. */
  inherits: boolean;
  /** Lines of what else is judged. */
  lines: { STOPSIGNAL?: number; USER?: number };
}

interface Stage extends LastStage {
  shell: string[];
}

/** Docker's, for the shell form. */
const SHELL = ['/bin/sh', '-c'];

const begun = (): Stage => ({ config: { ...UNSAID, unsaid: false }, inherits: true, lines: {}, shell: SHELL });

export function lastStage(instructions: readonly Instruction[]): LastStage {
  const named = new Map<string, Stage>();
  let stage = begun();
  for (const one of instructions) {
    if (one.word === 'FROM') {
      const [base = '', as, name = ''] = one.text.split(/\s+/);
      // A stage upon another one has what that says.
      stage = structuredClone(named.get(base.toLowerCase()) ?? begun());
      if (/^as$/i.test(as ?? '')) named.set(name.toLowerCase(), stage);
    } else READERS[one.word]?.(stage, one);
  }
  const { shell: _, ...last } = stage;
  return last;
}

const READERS: Readonly<Record<string, (stage: Stage, instruction: Instruction) => void>> = {
  SHELL: (stage, { text }) => {
    stage.shell = listIn(text) ?? stage.shell;
  },
  ENTRYPOINT: (stage, { text, line }) => {
    stage.config.entrypoint = words(stage, text);
    stage.inherits = false;
    stage.line = line;
  },
  CMD: (stage, { text, line }) => {
    stage.config.cmd = words(stage, text);
    if (stage.inherits) stage.line = line;
  },
  WORKDIR: ({ config }, { text }) => {
    config.workingDir = text.startsWith('/') ? text : `${config.workingDir}/${text}`;
  },
  // A variable is filled in when the image is made.
  USER: ({ config, lines }, { text, line }) => {
    if (text.includes('$')) return;
    config.user = text;
    lines.USER = line;
  },
  STOPSIGNAL: ({ config, lines }, { text, line }) => {
    if (text.includes('$')) return;
    config.stopSignal = text;
    lines.STOPSIGNAL = line;
  },
};

const words = ({ shell }: Stage, text: string): string[] => listIn(text) ?? (text === '' ? [] : [...shell, text]);
