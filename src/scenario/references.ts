import type { Problem } from './problems.js';
import type { AuthoredScenario, AuthoredService } from './schema.js';

/** A service of which all is known that has no default. */
export type CompleteService = AuthoredService & { latency: NonNullable<AuthoredService['latency']> };

/** A scenario of which all is known that has no default. */
export type CompleteScenario = AuthoredScenario & {
  steps: NonNullable<AuthoredScenario['steps']>;
  services: Record<string, CompleteService>;
};

/** Are all services there that the steps name, and does each have a step? Adds to `problems` what is wrong. */
export function isComplete(scenario: AuthoredScenario, problems: Problem[]): scenario is CompleteScenario {
  const { steps, services = {}, faults = [] } = scenario;
  if (steps === undefined) {
    problems.push({ code: 'missing', path: ['steps'], expected: 'steps, or a `workflow` that has them' });
    return false;
  }
  const defined = Object.keys(services);
  const named = [
    ...steps.map(({ service }, index) => ({ service, path: ['steps', index, 'service'] })),
    ...faults.flatMap(({ step }, index) =>
      step === undefined ? [] : [{ service: step.service, path: ['faults', index, 'step', 'service'] }],
    ),
  ];
  const used = new Set(named.map(({ service }) => service));
  for (const { service, path } of named) {
    if (Object.hasOwn(services, service)) continue;
    problems.push({ code: 'unknown-service', path, found: service, known: defined });
  }
  for (const [name, { latency }] of Object.entries(services)) {
    if (!used.has(name)) {
      problems.push({ code: 'unused-service', path: ['services', name], found: name, known: [...used] });
    } else if (latency === undefined) {
      const expected = 'a duration such as 50ms, or a distribution';
      problems.push({ code: 'missing', path: ['services', name, 'latency'], expected });
    }
  }
  return problems.length === 0;
}
