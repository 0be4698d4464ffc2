/** An init whose handler only notes a signal, and that sees to it when the second of its sleep is over, as interpreters have it (PEP 475). */
import { expect, test } from 'vitest';
import { findTarget } from '../../fuzz/campaign/find-target.ts';
import { withLab } from '../../fuzz/campaign/lab.ts';
import { whole } from '../execute/setting.ts';

const LOOP = `
my $noted = 0;
$SIG{TERM} = sub { $noted = 1 };
my $child = fork;
exec { $ARGV[0] } @ARGV if $child == 0;
while (1) {
  # select(2) tells what is left of the second where a handler has ended it.
  for (my ($found, $left) = (-1, 1); $found < 0;) { ($found, $left) = select undef, undef, undef, $left }
  kill TERM => $child if $noted;
  $noted = 0;
  exit($? >> 8) if waitpid($child, 1) == $child;
}`;

test('is given the time to do so', async () => {
  const found = await findTarget('/usr/bin/perl', { args: ['-e', LOOP] });
  if (!found.ok) throw new Error(found.why);
  const scenario = whole({ actors: { main: { on: { all: 'note' } } }, steps: [{ signal: { signal: 'SIGTERM', to: 'init' } }] });
  const one = await withLab([found.target], { jobs: 1 }, (lab) => lab.examine(scenario, found.target, 'careful'));
  const judgements = one.kind === 'examined' ? one.judgements : [];
  expect(judgements.find(({ property }) => property === 'forwards')?.verdict.kind).toBe('holds');
});
