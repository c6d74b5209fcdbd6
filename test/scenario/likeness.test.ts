import { expect, test } from 'vitest';
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

test('it says nothing of a breaker that nobody has', async () => {
  expect(await lines('slow-payment')).not.toMatch(/calls\.circuitBreaker\./);
});
