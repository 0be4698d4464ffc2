/** How fast scenarios are drawn. Part of `npm run bench`; tests do not assert on times. */
import { scenarioAt } from '../../../fuzz/generate/seeds.ts';

/** Drawn before the clock starts: until then the code is not compiled, and a campaign draws far more. */
const WARM_UP = 5_000;

/** Draws `scenarios` of the campaign `seed` and says how many that is in a second of processor time. */
export function measureGenerator(scenarios: number, seed = 1): number {
  for (let index = 0; index < WARM_UP; index++) scenarioAt(seed, index);
  const start = process.cpuUsage();
  for (let index = WARM_UP; index < WARM_UP + scenarios; index++) scenarioAt(seed, index);
  const { user, system } = process.cpuUsage(start);
  return scenarios / ((user + system) / 1e6);
}
