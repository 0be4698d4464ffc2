/** Scenario to program: names become slots, steps become ops. Runs once for each run, hence plain loops and shared arrays. */
import { ERRNO } from '../scenario/answers.ts';
import { ANY_CALL, callNumber } from '../scenario/calls.ts';
import { durationMs } from '../scenario/duration.ts';
import type { Actor, Placement, Recipient, Scenario, Sender, Step } from '../scenario/scenario.ts';
import { defaultAction, SIGCONT, SIGSTOP, signalNumber } from '../scenario/signals.ts';
import { visitStep, type StepTable } from '../scenario/steps.ts';
import { typedCharacters } from '../scenario/typed.ts';
import type { Op, OpRecipient, ProcessSpec, Program } from './program.ts';
import { compileReactions, UNTOUCHED } from './reactions.ts';

/** Slots of one actor: `first`, and one more each `stride` slots, `copies` in all. A daemon's stride is 2, for its intermediate. */
interface Place {
  first: number;
  copies: number;
  stride: 1 | 2;
}

interface Compilation {
  places: Map<string, Place>;
  ops: Op[];
  step: number;
  settle: boolean;
}

/**
 * The program of a scenario for which `problems` is empty; throws a TypeError for one that cannot be compiled.
 * Copies of one actor share their arrays of reactions, which nobody may change.
 */
export function compile(scenario: Scenario): Program {
  const places = new Map<string, Place>();
  const processes: ProcessSpec[] = [];
  for (const name in scenario.actors) {
    const actor = scenario.actors[name] as Actor;
    const place = allot(actor, processes.length);
    places.set(name, place);
    addProcesses(name, actor, place, places, processes);
  }
  return { launch: scenario.launch, processes, ops: compileSteps(scenario.steps, places) };
}

function allot(actor: Actor, next: number): Place {
  const stride = actor.daemon === true ? 2 : 1;
  return { first: next + stride - 1, copies: actor.copies ?? 1, stride };
}

function placeOf(places: Map<string, Place>, name: string): Place {
  const place = places.get(name);
  if (place === undefined) throw new TypeError(`Expected the name of an actor, got \`${name}\``);
  return place;
}

function addProcesses(name: string, actor: Actor, place: Place, places: Map<string, Place>, processes: ProcessSpec[]): void {
  const inherited = actor.parent === 'init';
  const enters = actor.parent === 'outside';
  const parent = actor.parent === undefined || inherited || enters ? -1 : placeOf(places, actor.parent).first;
  const reactions = compileReactions(actor.on);
  const group = typeof actor.group === 'object' ? placeOf(places, actor.group.of).first : (actor.group ?? 'parent');
  for (let copy = 0; copy < place.copies; copy++) {
    if (place.stride === 2) processes.push(intermediate(name, copy, parent, processes.length));
    const slot = processes.length;
    processes.push({
      slot,
      actor: name,
      copy,
      parent: place.stride === 2 ? slot - 1 : parent,
      inherited,
      enters,
      exited: actor.exited,
      intermediate: false,
      session: enters ? 'own' : (actor.session ?? 'parent'),
      group,
      waits: actor.waits ?? true,
      user: actor.user,
      subreaper: actor.subreaper ?? false,
      cloneParent: actor.cloneParent ?? false,
      setuid: actor.setuid ?? false,
      leaderEnds: actor.leaderEnds ?? false,
      vfork: actor.vfork ?? false,
      pidOf: actor.pid === undefined ? -1 : placeOf(places, actor.pid.of).first,
      comm: actor.comm ?? '',
      ...reactions,
    });
  }
}

function intermediate(actor: string, copy: number, parent: number, slot: number): ProcessSpec {
  return {
    slot,
    actor,
    copy,
    parent,
    inherited: false,
    enters: false,
    exited: undefined,
    intermediate: true,
    session: 'own',
    group: 'parent',
    waits: false,
    user: undefined,
    subreaper: false,
    cloneParent: false,
    setuid: false,
    leaderEnds: false,
    vfork: false,
    pidOf: -1,
    comm: '',
    ...UNTOUCHED,
  };
}

function compileSteps(steps: readonly Step[], places: Map<string, Place>): Op[] {
  const compilation: Compilation = { places, ops: [], step: 0, settle: true };
  for (let step = 0; step < steps.length; step++) {
    compilation.step = step;
    visitStep(steps[step] as Step, COMPILE, compilation);
  }
  return compilation.ops;
}

const COMPILE: StepTable<Compilation, void> = {
  fork: (name, c) => compileFork(c, placeOf(c.places, name)),
  exit: ({ actor, code }, c) => eachRun(c, actor, (slot, count, settle) => ({ op: 'exit', slot, count, code, step: c.step, settle })),
  die({ actor, signal, core }, c) {
    const number = signalNumber(signal);
    const dumps = core !== false && defaultAction(number) === 'core';
    eachRun(c, actor, (slot, count, settle) => ({ op: 'die', slot, count, signal: number, core: dumps, step: c.step, settle }));
  },
  signal: ({ signal, to, from }, c) => send(c, signalNumber(signal), to, from),
  queue: ({ signal, to, from, value }, c) => send(c, signalNumber(signal), to, from, value),
  stop: (name, c) => send(c, SIGSTOP, name),
  continue: (name, c) => send(c, SIGCONT, name),
  freeze: (_, c) => void c.ops.push({ op: 'freeze', step: c.step, settle: true }),
  thaw: (_, c) => void c.ops.push({ op: 'thaw', step: c.step, settle: true }),
  orphan: (_, c) => void c.ops.push({ op: 'orphan', step: c.step, settle: true }),
  wait: (text, c) => void c.ops.push({ op: 'wait', ms: durationMs(text), step: c.step, settle: true }),
  together(members, c) {
    c.settle = false;
    for (const member of members) visitStep(member, COMPILE, c);
    c.settle = true;
    const last = c.ops.at(-1);
    if (last !== undefined) last.settle = true;
  },
  storm: ({ actor, orphans }, c) =>
    void c.ops.push({ op: 'storm', slot: placeOf(c.places, actor).first, orphans, step: c.step, settle: c.settle }),
  type: (text, c) => void c.ops.push({ op: 'type', text: (typedCharacters(text) ?? []).join(''), step: c.step, settle: c.settle }),
  hangUp: (_, c) => void c.ops.push({ op: 'hangUp', step: c.step, settle: c.settle }),
  resize: (size, c) => void c.ops.push({ op: 'resize', ...size, step: c.step, settle: c.settle }),
  setpgid: (name, c) => tellAll(c, 'setpgid', name),
  setsid: (name, c) => tellAll(c, 'setsid', name),
  exec: (name, c) => tellAll(c, 'exec', name),
  traceme: (name, c) => tellAll(c, 'traceme', name),
  foreground: (name, c) => tellFirst(c, 'foreground', name),
  read: (name, c) => tellFirst(c, 'read', name),
  write: (name, c) => tellFirst(c, 'write', name),
  at: (placement, c) => place(c, placement),
};

/** One batch with what leads to it. */
function place(c: Compilation, { call, nth = 1, when, of, fails, do: members = [] }: Placement): void {
  const before = c.ops.at(-1);
  if (before !== undefined) before.settle = false;
  const error = fails === undefined ? 0 : ERRNO[fails];
  const number = callNumber(call) ?? ANY_CALL;
  const at = {
    op: 'at' as const,
    call: number,
    nth,
    exit: when === 'exit',
    child: of === 'child',
    count: 0,
    error,
    step: c.step,
    settle: false,
  };
  const first = c.ops.push(at);
  c.settle = false;
  for (const member of members) visitStep(member, COMPILE, c);
  c.settle = true;
  at.count = c.ops.length - first;
  const last = c.ops.at(-1);
  if (last !== undefined) last.settle = true;
}

function tellAll(c: Compilation, op: 'setpgid' | 'setsid' | 'exec' | 'traceme', name: string): void {
  eachRun(c, name, (slot, count, settle) => ({ op, slot, count, step: c.step, settle }));
}

/** What one does with the terminal; of several copies the first. */
function tellFirst(c: Compilation, op: 'foreground' | 'read' | 'write', name: string): void {
  c.ops.push({ op, slot: placeOf(c.places, name).first, step: c.step, settle: true });
}

function compileFork(c: Compilation, place: Place): void {
  if (place.stride === 1) c.ops.push({ op: 'fork', slot: place.first, count: place.copies, step: c.step, settle: c.settle });
  else
    for (let copy = 0; copy < place.copies; copy++)
      c.ops.push({ op: 'fork', slot: place.first + 2 * copy, count: 1, step: c.step, settle: c.settle });
}

/** One op for all copies; for daemons, whose slots do not follow one another, one for each, all in one batch. */
function eachRun(c: Compilation, name: string, make: (slot: number, count: number, settle: boolean) => Op): void {
  const { first, copies, stride } = placeOf(c.places, name);
  if (stride === 1) c.ops.push(make(first, copies, c.settle));
  else for (let copy = 0; copy < copies; copy++) c.ops.push(make(first + 2 * copy, 1, c.settle && copy === copies - 1));
}

function send(c: Compilation, signal: number, to: Recipient, sender: Sender = 'outside', value?: number): void {
  const from = sender === 'outside' ? -1 : placeOf(c.places, sender).first;
  if (to === 'init' || to === 'everybody') push(c, signal, { kind: to }, from, value, c.settle);
  else if (typeof to === 'object') push(c, signal, { kind: 'group', slot: placeOf(c.places, to.group).first }, from, value, c.settle);
  else {
    const { first, copies, stride } = placeOf(c.places, to);
    if (stride === 1) push(c, signal, { kind: 'process', slot: first, count: copies }, from, value, c.settle);
    else
      for (let copy = 0; copy < copies; copy++)
        push(c, signal, { kind: 'process', slot: first + 2 * copy, count: 1 }, from, value, c.settle && copy === copies - 1);
  }
}

function push(c: Compilation, signal: number, to: OpRecipient, from: number, value: number | undefined, settle: boolean): void {
  const op: Op = { op: 'signal', signal, to, from, step: c.step, settle };
  if (value !== undefined) op.value = value;
  c.ops.push(op);
}
