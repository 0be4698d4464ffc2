import { expect, test } from 'vitest';
import { BEYOND_C } from '../../fuzz/export/beyond-c.ts';
import { writeC } from '../../fuzz/export/c.ts';
import { prepare } from '../../fuzz/export/prepare.ts';
import { ANY, NOTED, ORPHAN, stored } from './samples.ts';

async function text(of: string, property: string): Promise<string> {
  const made = prepare(stored(of), property, ANY, BEYOND_C);
  return made.ok ? writeC(made.prepared) : JSON.stringify(made.beyond);
}

test('what the case does not need is not there, nor any mark', async () => {
  const orphan = await text(ORPHAN, 'reaps-orphans');
  expect(orphan).toMatch(/case FORK:/);
  expect(orphan).not.toMatch(/set_reactions|sendfile|case DIE:|\/\*[@?]|#ifdef/);
  const noted = await text(NOTED, 'forwards');
  expect(noted).toMatch(/set_reactions/);
  expect(noted).not.toMatch(/obey|case FORK:/);
});

test('where there is no actor, nothing of actors is', async () => {
  const missing = await text('launch: {command: missing}', 'reports-failed-exec');
  expect(missing).not.toMatch(/sockaddr|struct message|struct process/);
  expect(missing.split('\n').length).toBeLessThan(230);
});
