/** Findings with pictures, as large as those of real campaigns. */
import type { Timeline } from '../../../fuzz/campaign/timeline.ts';
import type { Body } from '../../../fuzz/report/values.ts';
import { begin, end, failure, target } from '../plain.ts';

/** Everything that a picture can show. */
export const TIMELINE: Timeline = {
  ms: 72.15,
  lives: [
    {
      who: 'init',
      pid: 1,
      spans: [
        { is: 'running', from: 0, to: 40 },
        { is: 'stopped', from: 40, to: 50 },
        { is: 'running', from: 50, to: 72.15 },
      ],
      end: 'exits with 0',
    },
    {
      who: 'main',
      pid: 2,
      under: 'init',
      spans: [
        { is: 'running', from: 0.9, to: 70.6 },
        { is: 'zombie', from: 70.6, to: 70.72 },
      ],
      end: 'exits with 0',
    },
    {
      who: 'spawner',
      pid: 3,
      under: 'main',
      spans: [
        { is: 'running', from: 1.6, to: 3 },
        { is: 'zombie', from: 3, to: 3.22 },
      ],
      end: 'exits with 0',
    },
    {
      who: 'worker',
      pid: 4,
      under: 'spawner',
      spans: [
        { is: 'running', from: 2.1, to: 10.04 },
        { is: 'zombie', from: 10.04, to: 72.15 },
      ],
    },
    { who: 'a-worker-with-a-long-name', pid: 5, under: 'spawner', spans: [{ is: 'running', from: 2.5, to: 72.15 }] },
    { who: 'entered', pid: 6, under: 'harness', spans: [{ is: 'running', from: 5, to: 72.15 }] },
  ],
  moments: [
    { ms: 0.9, kind: 'started', who: 'main', from: 'init', what: 'pid 2' },
    { ms: 1.6, kind: 'started', who: 'spawner', from: 'main', what: 'pid 3' },
    { ms: 2.1, kind: 'started', who: 'worker', from: 'spawner', what: 'pid 4' },
    { ms: 2.5, kind: 'started', who: 'a-worker-with-a-long-name', from: 'spawner', what: 'pid 5' },
    { ms: 3, kind: 'moved', who: 'worker', from: 'init', what: 'is a child of init now' },
    { ms: 3.22, kind: 'reaped', who: 'spawner', from: 'main', what: 'exits with 0' },
    { ms: 5, kind: 'started', who: 'entered', from: 'harness', what: 'pid 6' },
    { ms: 8, kind: 'sent', who: 'init', from: 'harness', what: 'SIGTERM' },
    { ms: 8.35, kind: 'received', who: 'main', from: 'init', what: 'SIGTERM' },
    { ms: 10, kind: 'sent', who: 'worker', from: 'harness', what: 'SIGKILL' },
    { ms: 10.04, kind: 'ended', who: 'worker', what: 'is a zombie' },
    { ms: 12, kind: 'received', who: 'a-worker-with-a-long-name', what: 'SIGRTMIN+3' },
    { ms: 40, kind: 'done', who: 'harness', what: 'freeze the init' },
    { ms: 50, kind: 'done', who: 'harness', what: 'thaw the init' },
    { ms: 60, kind: 'fault', who: 'init', what: '' },
    { ms: 70.6, kind: 'ended', who: 'main', what: 'is a zombie' },
    { ms: 70.72, kind: 'reaped', who: 'main', from: 'init', what: 'exits with 0' },
  ],
};

/** What most shrunk cases come to. */
const SMALL: Timeline = {
  ms: 3,
  lives: TIMELINE.lives.slice(0, 2).map((life) => ({ ...life, spans: [{ is: 'running', from: 0.5, to: 3 }] })),
  moments: TIMELINE.moments.filter(({ who }) => who === 'main' || who === 'init').map((moment) => ({ ...moment, ms: moment.ms / 30 })),
};

const drawn = (n: number) => ({
  ...failure,
  target: n % 2 === 0 ? 'my-init' : 'tini',
  property: n % 3 === 0 ? 'exit-code' : 'reaps-orphans',
  signature: `reaps-orphans/zombie-left:${n}`,
  said: 'worker is a zombie of the init, but should be reaped by the init',
  consequence: "Zombies pile up until the container's limit of processes is reached: then nothing in it can start, health checks included.",
  cause: 'the init calls wait4(2) once for each SIGCHLD, and two of them had become one',
  id: n.toString(16).padStart(8, '0'),
  timeline: n % 4 === 0 ? TIMELINE : SMALL,
  elsewhere: [
    { target: 'dumb-init', now: 'holds' as const },
    { target: 'catatonit', now: 'same' as const },
    { target: 'sound', now: 'not-applicable' as const },
  ],
  scenario: [
    'The init starts the actor main.',
    '1. main forks spawner.',
    '2. spawner forks worker.',
    '3. Somebody outside sends SIGTERM to the init.',
  ],
  story: TIMELINE.moments
    .slice(0, n % 4 === 0 ? 12 : 6)
    .map(({ ms, who, what }, i) => ({ ms, who, what, ...(i === 5 ? { fault: true as const } : {}) })),
  stderr: ['[WARN  tini (1)] Reaped zombie process with pid=3'],
  yaml: `# worker is a zombie of the init, but should be reaped by the init\nversion: 1\ncase: ${n}\nproperty: reaps-orphans\nactors:\n  spawner: {parent: main}\n  worker: {parent: spawner}\nfound:\n  seed: 7\n  index: ${n}\nsteps:\n${'  - {fork: worker}\n'.repeat(3)}`,
});

/** A campaign with so many new findings. */
export const findings = (count: number): Body[] => [
  {
    ...begin,
    targets: ['my-init', 'tini'].map((name) => ({ name, title: name, binary: `/usr/bin/${name}`, args: ['--'] })),
    properties: ['reaps-orphans', 'exit-code', 'forwards'],
  },
  ...Array.from({ length: count }, (_, n) => drawn(n)),
  { ...failure, known: true, id: '11111111', property: 'forwards', signature: 'forwards/signal-lost:SIGTERM', target: 'tini' },
  target,
  { ...target, target: 'tini' },
  end,
];
