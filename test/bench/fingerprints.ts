/**
 * Prints a fingerprint of what each of many made-up runs measured. Work on speed must not change one of them:
 *
 *     npm run fingerprints > before; …; npm run fingerprints | diff before -
 */
import { createHash } from 'node:crypto';
import { simulate } from '../../src/modes/simulate.js';
import { makePlan } from '../../src/plan/plan.js';
import { randomScenario } from './random-scenario.js';

const scenarios = Number(process.argv[2] ?? 300);

for (let number = 1; number <= scenarios; number += 1) {
  const scenario = randomScenario(number);
  for (const mode of scenario.modes) {
    const measured = await simulate(makePlan(scenario), mode, { faults: true });
    const hash = createHash('sha256').update(JSON.stringify(measured)).digest('hex').slice(0, 16);
    const attempts = Object.values(measured.services).reduce((sum, service) => sum + service.attempts, 0);
    console.log(`${number} ${mode} ${hash} ${attempts} attempts, ${measured.end.reason}`);
  }
}
