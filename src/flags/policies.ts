import { isMapping, valueAt } from '../scenario/values.js';
import { readNumber } from '../faults/flag-forms.js';
import { CHANGES_SCENARIO, type FlagTable, type ScenarioFlag } from './flag.js';

/** What guards a call or a message, and anything else that a scenario has. */
export const POLICIES = {
  timeout: {
    kind: 'text',
    takes: '<time>',
    help: 'per-attempt timeout, or none',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) => layers.set(['calls', 'timeout'], text, flag),
  },
  retries: {
    kind: 'text',
    takes: '<n>',
    help: 'retries after the first attempt',
    form: 'a whole number: 2 for three attempts, 0 for no retry',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag, malformed }) => {
      const retries = readNumber(text);
      if (typeof retries !== 'number' || !Number.isSafeInteger(retries) || retries < 0) return malformed();
      // Retries come after the first attempt.
      if (retries === 0) layers.set(['calls', 'retry'], 'none', flag);
      else layers.set(['calls', 'retry', 'maxAttempts'], retries + 1, flag);
    },
  },
  breaker: {
    kind: 'switch',
    help: 'a circuit breaker on every call',
    ...CHANGES_SCENARIO,
    apply: (layers, { flag }) => {
      const path = ['calls', 'circuitBreaker'];
      // One that the scenario describes stays as it is.
      if (!isMapping(valueAt(layers.value, path))) layers.set(path, {}, flag);
    },
  },
  'max-deliveries': {
    kind: 'text',
    takes: '<n>',
    help: 'max deliveries before dead-lettering',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag }) =>
      layers.set(['bus', 'redelivery', 'maxDeliveries'], readNumber(text), flag),
  },
  concurrency: {
    kind: 'list',
    takes: '<service=n>',
    help: 'workers of a service: payment=8',
    form: 'service=number, such as payment=8',
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag, malformed }) => {
      const [, service = '', slots = ''] = /^(.+)=([^=]+)$/.exec(text) ?? malformed();
      layers.set(['services', service, 'concurrency'], readNumber(slots), flag);
    },
  },
  set: {
    kind: 'list',
    takes: '<path=value>',
    help: 'set any scenario field (YAML value)',
    ...CHANGES_SCENARIO,
    turn: 'last',
    workflow: async (given) => (await import('./assignment.js')).assignedWorkflow(given),
    apply: async (layers, given) => (await import('./assignment.js')).assign(layers, given),
  },
} as const satisfies FlagTable<ScenarioFlag>;
