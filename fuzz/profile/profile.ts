/** A profile: what an init does, phase by phase, as a YAML file that is tied to the binaries it was recorded from. */
import { z } from 'zod';
import { toJsonSchema } from '../scenario/schema.ts';
import { object, parseShape, whole } from '../scenario/shape.ts';
import { unwrap, writeYaml } from '../scenario/yaml.ts';
import { parseSource } from '../scenario/yaml-source.ts';

const acts = z.array(z.string().min(1)).describe('Acts, sorted: a class of system calls, with what an argument says of it.');

const profileSchema = object({
  profile: z.literal(1).describe('Version of this format.'),
  init: z.string().min(1).describe('What it is a profile of, for people.'),
  binaries: z
    .array(
      object({
        title: z.string(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/, { error: () => 'expected a sha256 of 64 hexadecimal digits' }),
      }),
    )
    .min(1)
    .describe('From which it was recorded.'),
  recorded: object({
    seed: whole(0, Number.MAX_SAFE_INTEGER),
    generator: whole(1, 1_000_000),
    scenarios: whole(1, Number.MAX_SAFE_INTEGER).describe('For each binary; those in which nothing can be recorded are not among them.'),
    kernel: z.string(),
    date: z.string().regex(/^\d{4}-\d\d-\d\d$/, { error: () => 'expected a day, such as 2026-01-31' }),
  }),
  stimuli: z.array(z.string()).describe('What was tried; what was not tried is not vouched for.'),
  phases: object({
    start: acts.describe('From its exec until it has made its child.'),
    child: acts.describe('What it has forked, up to the exec of that.'),
    supervising: acts.describe('From then on.'),
  }),
});

export type Profile = z.output<typeof profileSchema>;

/** The profile in `text`; throws an InputError that points at what is wrong. `file` is its name in messages. */
export function readProfile(text: string, file: string): Profile {
  const source = parseSource(text, file);
  return unwrap(source, parseShape(profileSchema, source.value));
}

/** The file; `readProfile` gives the same profile back. */
export const writeProfile = (profile: Profile): string => writeYaml({ ...profile });

/** `targets/profiles/profile.schema.json`, for editors. Written by `npx vitest run test/profile/profile.test.ts -u`. */
export const profileJsonSchema = (): object => toJsonSchema(profileSchema, 'A profile of initproof');
