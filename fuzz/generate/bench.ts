/** How fast scenarios are drawn. Part of `npm run bench`; tests do not assert on times. */
import { scenarioAt } from './seeds.ts';

/** Draws `scenarios` of the campaign `seed` on this core, and says how many that is a second, and how many steps they had in all. */
export function measureGenerator(scenarios: number, seed = 1): { scenarios: number; steps: number; perSecond: number } {
  let steps = 0;
  const start = performance.now();
  for (let index = 0; index < scenarios; index++) steps += scenarioAt(seed, index).steps.length;
  return { scenarios, steps, perSecond: Math.round((scenarios * 1000) / (performance.now() - start)) };
}
