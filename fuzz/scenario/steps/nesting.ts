/** Steps with others inside. */
import { z } from 'zod';
import { ERRNO, type ErrnoName } from '../answers.ts';
import { type HeldStep, LIMITS, type Placement, type Scenario, type Step, type TogetherStep } from '../scenario.ts';
import { object, whole, word } from '../shape.ts';
import { HELD_KINDS, type StepKind, stepKind, TOGETHER_KINDS } from '../steps.ts';
import { checkPlace } from '../validate-placement.ts';
import { problem, type Walk } from '../walk.ts';
import type { Facts, Rows } from './facts.ts';
import { nobody } from './mentions.ts';
import { type NestingKind, PLAIN } from './plain.ts';
import { shapeOf } from './shape-of.ts';

const togetherStep = shapeOf<TogetherStep>('togetherStep', TOGETHER_KINDS, PLAIN);
const heldStep = shapeOf<HeldStep>('heldStep', HELD_KINDS, PLAIN);

export const NESTING: Rows<NestingKind> = {
  together: {
    ...nobody(),
    shape: z
      .array(togetherStep)
      .min(1, { error: '`together` needs a step' })
      .describe('These happen without a wait in between, so that their effects race and merge.'),
    check(members, walk) {
      if (members.length === 0) problem(walk, ['together'], '`together` needs a step');
      Object.assign(walk, checkMembers(walk, members, ['together'], TOGETHER_KINDS));
    },
    explain: (members, s) => ['At the same time:', ...members.flatMap((member) => explainMember(member, s))],
  },
  at: {
    ...nobody(),
    shape: object({
      call: z.string().describe('Name of a system call, or any; fork stands for all that make a process.'),
      nth: whole(1, LIMITS.nth).exactOptional().describe('Which of these calls, counted since the step before began; default 1.'),
      when: word('entry', 'exit').exactOptional().describe('Before the call is made (default), or after it.'),
      of: word('init', 'child')
        .exactOptional()
        .describe('The init (default), or the child that it has forked and that is not another program yet.'),
      index: whole(1, 100_000).exactOptional().describe('Which call of all it was when the case was made; replay says when it is another.'),
      fails: word(...(Object.keys(ERRNO) as [ErrnoName, ...ErrnoName[]]))
        .exactOptional()
        .describe('The call is not made, and returns this error.'),
      do: z
        .array(heldStep)
        .min(1, { error: () => '`do` needs a step' })
        .exactOptional()
        .describe('What happens there, one by one; left out: the init is held until all others are at rest.'),
    }).describe('The init is held at a system call while the effects of the step before, or the start, go on.'),
    check(placement, walk) {
      checkPlace(walk, placement);
      Object.assign(walk, checkMembers({ ...walk, held: true }, placement.do ?? [], ['at', 'do'], HELD_KINDS));
    },
    explain: (placement, s) => [explainPlacement(placement), ...(placement.do ?? []).flatMap((member) => explainMember(member, s))],
  },
};

/** Its row and value. Only those that hold others are missing here, and none of them may stand inside. */
function plainly(step: HeldStep): [row: Facts<unknown>, value: unknown] {
  const kind = stepKind(step) as keyof typeof PLAIN;
  return [PLAIN[kind] as Facts<unknown>, (step as Record<string, unknown>)[kind]];
}

function explainMember(step: HeldStep, scenario: Scenario): string[] {
  const [row, value] = plainly(step);
  return row.explain(value, scenario);
}

/** Returns what they have changed. */
function checkMembers(
  walk: Walk,
  members: readonly HeldStep[],
  path: string[],
  kinds: readonly StepKind[],
): Pick<Walk, 'frozen' | 'terminal' | 'typed'> {
  const inner: Walk = { ...walk, together: true };
  members.forEach((step, index) => {
    inner.at = [...walk.at, ...path, index];
    const kind = Object.keys(step)[0] ?? '';
    if (kinds.includes(kind as StepKind)) {
      const [row, value] = plainly(step);
      row.check(value, inner);
    } else
      problem(inner, [kind], `\`${kind}\` cannot happen ${walk.held ? 'there' : 'together with others'}: only ${kinds.join(', ')} can`);
  });
  const { frozen, terminal, typed } = inner;
  return { frozen, terminal, typed };
}

/** What leads to a placement is a step whose effects may race with what happens there. */
export function checkBefore(walk: Walk, step: Step): void {
  const kind = Object.keys(step)[0] ?? '';
  const leading: readonly string[] = [...TOGETHER_KINDS, 'together'];
  if (!leading.includes(kind)) problem(walk, [kind], `\`${kind}\` cannot lead to \`at\`: only ${leading.join(', ')} can, or the start`);
}

/** The call by its place, such as "the 3rd wait4". */
function explainPlacement({ call, nth = 1, when = 'entry', of = 'init', fails, do: members }: Placement): string {
  const what = call === 'any' ? 'system call' : call;
  const who = of === 'init' ? 'the init' : 'its child, not another program yet,';
  if (fails !== undefined) {
    const then = members === undefined ? '.' : ', and there:';
    return `Meanwhile the ${ordinal(nth)} ${what} of ${who.replace(/,$/, '')} is not made and answered with ${fails}${then}`;
  }
  const then = members === undefined ? ' until the others are at rest.' : ', and there:';
  return `Meanwhile ${who} is held at the ${when} of its ${ordinal(nth)} ${what}${then}`;
}

function ordinal(number: number): string {
  const teen = Math.floor((number % 100) / 10) === 1;
  return `${number}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')}`;
}
