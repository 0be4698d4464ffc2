/** All that is said of a Dockerfile: digests that nobody checks, inits that are fetched, and what its last stage will have as PID 1. */
import type { Bases } from '../supply/base.ts';
import { readDockerfile } from './dockerfile.ts';
import { lintDigests } from './dockerfile-lints.ts';
import { fetchedInits } from './fetched-inits.ts';
import type { Finding } from './finding.ts';
import { lastStage, type LastStage } from './last-stage.ts';
import { LINTS } from './lints.ts';
import { pid1ByWords } from './pid1.ts';
import { whoIs } from './users.ts';

/** What is wrong in the Dockerfile `source`, with the lines. Nothing else of its folder is read. */
export async function lintDockerfile(source: string, bases: Bases): Promise<Finding[]> {
  const instructions = await readDockerfile(source);
  return [...lintDigests(instructions, bases), ...fetchedInits(instructions, bases), ...(await lintLast(lastStage(instructions)))];
}

async function lintLast({ config, line, inherits, lines }: LastStage): Promise<Finding[]> {
  if (line === undefined) return [];
  const pid1 = await pid1ByWords(config);
  // Who it runs as without USER is the base image's to say, and a name is a number only there.
  const who = /^(?:root|\d+)(?::|$)/.test(config.user) ? whoIs(config.user, '', '') : undefined;
  const found = LINTS.flatMap((lint) => lint({ config, pid1, inits: [], ...(who === undefined ? {} : { who }) }));
  const at = ({ rule }: Finding): number => (rule === 'runs-as-root' ? lines.USER : isOfSignal(rule) ? lines.STOPSIGNAL : line) ?? line;
  const placed = found.map((one) => ({ ...one, line: at(one) }));
  return inherits && placed.length > 0 ? [...placed, { ...BASE_UNKNOWN, line }] : placed;
}

const isOfSignal = (rule: string): boolean => rule.startsWith('stop-signal');

const BASE_UNKNOWN: Finding = {
  rule: 'base-unknown',
  level: 'note',
  said: 'an ENTRYPOINT of the base image stands before this command, if it has one: scan the image to know',
  fix: 'docker save IMAGE > image.tar; initproof scan image.tar',
};
