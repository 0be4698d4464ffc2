import { expect, test } from 'vitest';
import { readTarget } from '../../fuzz/cases/target-file.ts';
import { type Model, wholeTarget } from '../../fuzz/cases/whole-target.ts';
import { UNDECLARED } from '../../fuzz/judge/plain-contract.ts';

const whole = (text: string, model?: Model, path = 'some/my-init.yaml') => wholeTarget(readTarget(text, path), path, model);

test('where the init is found is a whole target: named as its file, judged as an init that says nothing', () => {
  expect(whole('find: {path: ./x}')).toEqual({
    name: 'my-init',
    title: 'my-init',
    find: { path: './x' },
    onRequest: false,
    args: [],
    contract: UNDECLARED,
    versions: [],
    deviations: [],
  });
  expect(whole('find: {path: ./x}\nargs: [-g]\ncontract: {}')).toEqual({ ...whole('find: {path: ./x}'), args: ['-g'] });
});

test('of a contract what is written is said, and the rest is as open as it was', () => {
  const { contract } = whole('find: {path: ./x}\ncontract: {forwards: [SIGTERM], execFails: {missing: [3]}}');
  expect(contract).toEqual({
    ...UNDECLARED,
    forwards: ['SIGTERM'],
    execFails: { ...UNDECLARED.execFails, missing: [3] },
    open: { ...UNDECLARED.open, forwards: [], thaw: false, continues: false },
  });
  expect(whole('find: {path: ./x}\ncontract: {child: {group: own}}').contract.open).toMatchObject({ place: false, directory: true });
  expect(whole('find: {path: ./x}\ncontract: {directory: /}').contract.open).toMatchObject({ place: true, directory: false });
});

const MODEL = whole(`
name: model
title: A model
find: {path: /a/model}
onRequest: true
args: [--]
init: tini
files: [/opt/a]
variables: {A: b}
contract: {forwards: [SIGTERM], rewrites: {SIGTERM: SIGINT}, child: {group: own, mask: empty}}
versions: [{until: 1.0.0, contract: {parting: SIGTERM}}]
deviations: [{property: forwards, reason: known}]
`);

test('what is like another one has all of that but its name, its title, and that it is run on request', () => {
  const { name, title, onRequest, ...rest } = whole('like: model', MODEL);
  expect([name, title, onRequest]).toEqual(['my-init', 'my-init', false]);
  const { name: _, title: __, onRequest: ___, ...model } = MODEL;
  expect(rest).toEqual(model);
});

test('what is written takes the place of that; the contract is merged field by field, as in versions', () => {
  const text = `
like: model
find: {path: /b}
args: []
init: other
files: [/opt/b]
contract: {rewrites: {}, child: {group: "init's"}}
versions: []
deviations: []`;
  expect(whole(text, MODEL)).toEqual({
    ...MODEL,
    name: 'my-init',
    title: 'my-init',
    onRequest: false,
    find: { path: '/b' },
    args: [],
    init: 'other',
    files: ['/opt/b'],
    variables: { A: 'b' },
    contract: { ...MODEL.contract, rewrites: {}, child: { ...MODEL.contract.child, group: "init's" } },
    versions: [],
    deviations: [],
  });
});

test.each([
  ['args: []', 'my-init.yaml', /1:1 {2}`find` is missing/],
  ['find: {path: ./x}', 'My Init.yaml', /1:1 {2}`name` is missing, and the name of the file will not do/],
])('%s in %s: what is in neither is asked for', (text, path, message) => expect(() => whole(text, undefined, path)).toThrow(message));
