import { describe, expect, test } from 'vitest';
import { parseScenario, scenarioSchema, toJsonSchema } from '../../fuzz/scenario/schema.ts';
import { parseShape } from '../../fuzz/scenario/shape.ts';
import { ODD, SAMPLES, TRIVIAL } from './samples.ts';

const said = (data: unknown): string[] => {
  const shaped = parseScenario(data);
  return shaped.ok ? [] : shaped.problems.map((p) => `${p.path.join('.')} ${p.message}`);
};
const withStep = (step: unknown) => ({ version: 1, steps: [step] });
const withMain = (main: unknown) => ({ version: 1, actors: { main } });

test('takes every sample as it is', () => {
  for (const sample of SAMPLES) expect(parseShape(scenarioSchema, sample)).toEqual({ ok: true, value: sample });
});

test('fills in what may be left out', () => {
  expect(parseScenario({ version: 1 })).toEqual({ ok: true, value: { ...TRIVIAL, steps: [] } });
});

test('main need not be listed', () => {
  expect(parseScenario({ version: 1, actors: { a: { parent: 'main' } } })).toMatchObject({
    ok: true,
    value: { actors: { main: {}, a: { parent: 'main' } } },
  });
});

test('holds the rare parts as well', () => {
  expect(parseScenario(ODD).ok).toBe(true);
});

describe('says what is wrong', () => {
  test.each<[unknown, string]>([
    [null, ' expected a map, got nothing: write {} for an empty one'],
    [[], ' expected a map, got []'],
    [{}, 'version `version` is missing'],
    [{ version: 2 }, 'version version 2 is newer than what this initproof reads, 1: update initproof to use this file'],
    [{ version: '1' }, 'version expected version 1, got "1"'],
    [{ version: 1, stepps: [] }, 'stepps unknown key stepps, did you mean steps?'],
    [{ version: 1, colour: 1 }, 'colour unknown key colour; there are version, launch, actors, steps'],
    [{ version: 1, launch: { direcotry: '/' } }, 'launch.direcotry unknown key direcotry, did you mean directory?'],
    [{ version: 1, launch: { directory: '/tmp' } }, 'launch.directory expected /, own, deleted or unreadable, got "/tmp"'],
    [{ version: 1, launch: { command: 'mising' } }, 'launch.command unknown word mising, did you mean missing?'],
    [{ version: 1, launch: { args: [3] } }, 'launch.args.0 expected text, got 3: write it in quotes, "3"'],
    [{ version: 1, launch: { env: { A: true } } }, 'launch.env.A expected text, got true: write it in quotes, "true"'],
    [{ version: 1, launch: { open: [64] } }, 'launch.open.0 expected a whole number from 3 to 63, got 64'],
    [{ version: 1, launch: { blocked: [15] } }, 'launch.blocked.0 expected the name of a signal: write SIGTERM for 15'],
    [{ version: 1, launch: { blocked: ['term'] } }, 'launch.blocked.0 unknown signal term, did you mean SIGTERM?'],
    [withMain(null), 'actors.main expected a map, got nothing: write {} for an empty one'],
    [withMain({ on: { SIGTREM: 'note' } }), 'actors.main.on.SIGTREM unknown signal SIGTREM, did you mean SIGTERM?'],
    [withMain({ on: { SIGTERM: 'nite' } }), 'actors.main.on.SIGTERM expected default, ignore, note or {exit: 0}, got "nite"'],
    [withMain({ on: { SIGTERM: { exti: 3 } } }), 'actors.main.on.SIGTERM.exti unknown key exti, did you mean exit?'],
    [withMain({ on: { SIGTERM: { exit: 300 } } }), 'actors.main.on.SIGTERM.exit expected a whole number from 0 to 255, got 300'],
    [withMain({ on: { SIGTERM: { exit: 3, after: 20 } } }), 'actors.main.on.SIGTERM.after expected a time like 20ms or 2s, got 20'],
    [
      { version: 1, actors: { main: {}, a: { parent: 'main', copies: 1e9 } } },
      'actors.a.copies expected a whole number from 1 to 200, got 1000000000',
    ],
    [{ version: 1, actors: { main: {}, a: { parent: 'main', group: { in: 'b' } } } }, 'actors.a.group.in unknown key in; there are of'],
    [withStep('fork'), 'steps.0 expected a step such as {fork: a} or {wait: 20ms}, got "fork"'],
    [withStep({}), 'steps.0 expected a step such as {fork: a} or {wait: 20ms}, got {}'],
    [withStep({ signl: {} }), 'steps.0 unknown step signl, did you mean signal?'],
    [withStep({ wait: '1s', stop: 'main' }), 'steps.0 a step is one thing: write wait and stop as 2 steps'],
    [withStep({ signal: { signal: 'SIGTERN', to: 'init' } }), 'steps.0.signal.signal unknown signal SIGTERN, did you mean SIGTERM?'],
    [withStep({ signal: { signal: 65, to: 'init' } }), 'steps.0.signal.signal there is no signal 65: they go from 1 to 64'],
    [withStep({ signal: { signal: 'SIGTERM' } }), 'steps.0.signal.to `to` is missing'],
    [withStep({ signal: { sig: 'SIGTERM', to: 'init' } }), 'steps.0.signal.sig unknown key sig; there are signal, to, from'],
    [withStep({ exit: { actor: 'main', code: 'x' } }), 'steps.0.exit.code expected a whole number from 0 to 255, got "x"'],
    [withStep({ together: [{ fork: 'a' }] }), 'steps.0.together.0 unknown step fork: here it is one of exit, die, signal, queue, storm'],
    [withStep({ together: [] }), 'steps.0.together `together` needs a step'],
    [withStep({ freeze: 'main' }), 'steps.0.freeze expected init, got "main"'],
    [withStep({ stop: 'a' }), 'steps.0.stop no actor `a`'],
  ])('%j', (data, message) => expect(said(data)[0]).toBe(message));
});

test('gives editors a schema with every signal and step', () => {
  const text = JSON.stringify(toJsonSchema(scenarioSchema, 'x'));
  for (const part of ['draft-07', 'SIGRTMIN+30', 'hangUp', 'script-without-interpreter', '"additionalProperties":false'])
    expect(text).toContain(part);
});
