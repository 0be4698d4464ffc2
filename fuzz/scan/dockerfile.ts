/** A Dockerfile as instructions, by dockerfile-ast: continued lines joined, comments away (Dockerfile reference). */
import type { ModifiableInstruction } from 'dockerfile-ast';

export interface Instruction {
  /** In capitals: RUN. */
  word: string;
  /** Its options: `--checksum=sha256:…`. */
  flags: string[];
  /** What follows, lines joined, and the texts of here-documents below. */
  text: string;
  /** Line where it begins, from 1. */
  line: number;
}

/** Instructions of one file: more than anybody writes. */
const MOST = 10_000;

/** The instructions in `source`, in order. Anything is read somehow: it is docker's to say what is wrong with it. */
export async function readDockerfile(source: string): Promise<Instruction[]> {
  const { DockerfileParser } = await import('dockerfile-ast');
  return DockerfileParser.parse(source)
    .getInstructions()
    .slice(0, MOST)
    .map((one) => ({
      word: one.getKeyword(),
      flags: 'getFlags' in one ? (one as ModifiableInstruction).getFlags().map(String) : [],
      text: one.getArgumentsContent() ?? '',
      line: one.getRange().start.line + 1,
    }));
}

/** A list in JSON, as the exec form of CMD, ENTRYPOINT, SHELL, ADD and COPY is; `undefined` for the shell form. */
export function listIn(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
