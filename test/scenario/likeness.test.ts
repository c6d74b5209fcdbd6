import { expect, test } from 'vitest';
import { busShape } from '../../src/scenario/schema-bus.js';
import { redeliveryShape } from '../../src/scenario/schema-policies.js';
import { makeFile, runMain } from '../commands/console.js';

const WITH_BREAKER = 'workflow: order-fulfilment\ncalls: { circuitBreaker: { slidingWindowSize: 20 } }\n';

const lines = async (name: string): Promise<string> => {
  const { stdout } = await runMain(['show', name]);
  return stdout.replaceAll(/\n#\s+/g, ' ');
};

test('show says where a policy that is used differs from the library whose name it bears', async () => {
  const shown = await lines(makeFile(WITH_BREAKER));
  expect(shown).toMatch(/calls\.circuitBreaker\.waitDurationInOpenState: .*resilience4j: 60s/);
  expect(shown).toMatch(/bus\.redelivery\.maxDeliveries: .*JetStream: no limit by default/);
});

test('it says nothing of a breaker or a budget that nobody has', async () => {
  expect(await lines('slow-payment')).not.toContain('Finagle');
  expect(await lines('slow-payment')).not.toMatch(/calls\.circuitBreaker\./);
});

const waits = 'waitDurationInOpenState: refuses for so long, then it is half-open (resilience4j: 60s)';
const STEPS = `services: { front: { latency: 1ms }, back: { latency: 1ms } }
steps: [{ service: front, emits: Asked }, { service: back, on: Asked, calls: { circuitBreaker: {} } }]
`;

test.each([
  [
    'the outer caller',
    'workflow: order-fulfilment\ncaller: { circuitBreaker: {} }\n',
    'caller.circuitBreaker',
  ],
  ['a single step', STEPS, 'steps[1].calls.circuitBreaker'],
  [
    'a column',
    'workflow: order-fulfilment\nmodes: [direct, { mode: direct, name: guarded, circuitBreaker: {} }]\n',
    'modes[1].circuitBreaker',
  ],
  ['a variant', 'workflow: order-fulfilment\nmodes: [direct, direct:breaker]\n', 'direct:breaker'],
])('it says so of the breaker of %s, too', async (_, text, path) => {
  expect(await lines(makeFile(text))).toContain(`${path}.${waits}`);
});

test('what is said of several policies is said once, with the first places where they are used', async () => {
  const shown = await lines('slow-payment');
  expect(shown.split('none, as with Polly')).toHaveLength(2);
  expect(shown).toContain('calls.retry.maxDelay, bus.redelivery.maxDelay: longest wait');
  const own = [1, 2, 3, 4].map(
    (n) => `{ service: s, name: n${n}, on: Asked, redelivery: { maxDeliveries: 2 } }`,
  );
  const many = `services: { s: { latency: 1ms } }\nsteps: [{ service: s, name: n, emits: Asked }, ${own.join(', ')}]\n`;
  expect(await lines(makeFile(many))).toContain(
    'bus.redelivery.maxDeliveries, steps[1].redelivery.maxDeliveries, steps[2].redelivery.maxDeliveries, 2 more: then',
  );
});

test('the text is that of the schema, and stands nowhere else', async () => {
  const shown = await lines('slow-payment');
  expect(shown).toContain((redeliveryShape.maxDeliveries.description ?? '').replaceAll('`', ''));
  expect(shown).toContain((busShape.lateAck.description ?? '').replaceAll('`', ''));
});
