import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Comparison } from '../../src/compare/comparison.js';
import { bundledSources } from '../../src/scenario/sources.js';
import { makeFile, runMain, SMALL } from './console.js';

const ORDERS = `title: Orders
services: { orders: { latency: 1ms }, payment: { latency: 1ms }, inventory: { latency: 1ms }, shipping: { latency: 1ms }, notification: { latency: 1ms } }
steps:
  - { service: orders, emits: OrderPlaced }
  - { service: payment, on: OrderPlaced, emits: PaymentTaken }
  - { service: inventory, on: OrderPlaced, emits: StockReserved }
  - { service: shipping, on: [PaymentTaken, StockReserved], emits: OrderShipped }
  - { name: mail, service: notification, on: OrderShipped, critical: false }
load: { rate: 50/s, duration: 2s, warmup: 0s }
`;

async function drawingOf(text: string, ...flags: string[]): Promise<string[]> {
  const { stdout } = await runMain(['show', makeFile(text), ...flags]);
  const comment = stdout
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) => line.slice(2));
  const [drawing = ''] = comment.join('\n').split('\n\nnote: ');
  const lines = drawing.split('\n');
  // After the drawing comes what is to be known of the policies.
  const end = lines.findIndex((line) => line.startsWith('policies, '));
  return end === -1 ? lines : lines.slice(0, end - 1);
}

describe('show', () => {
  it('draws who calls whom, who listens to what, and who looks for whose rows', async () => {
    expect(await drawingOf(ORDERS)).toEqual([
      'caller → orders → (payment ∥ inventory) → shipping → mail',
      '',
      'Direct: the call tree, in parallel. A caller waits for all below it.',
      '',
      'caller',
      '└─ orders',
      '   ├─ payment',
      '   ├─ inventory',
      '   └─ shipping    (after payment and inventory)',
      '      └─ mail     (by notification, not critical)',
      '',
      'Event: who subscribes to what. The caller waits for the first step alone.',
      '',
      'orders    ─▶ OrderPlaced   ─▶ payment, inventory',
      'payment   ─▶ PaymentTaken  ─▶ shipping (with StockReserved)',
      'inventory ─▶ StockReserved ─▶ shipping (with PaymentTaken)',
      'shipping  ─▶ OrderShipped  ─▶ mail',
      '',
      'Shared database: who polls for whose rows. The caller waits as with events.',
      '',
      '             ┌──────────┐ each polls every 100ms',
      'orders    ─▶ │          │',
      'payment   ◀▶ │          │ after orders',
      'inventory ◀▶ │ database │ after orders',
      'shipping  ◀▶ │          │ after payment and inventory',
      'mail      ◀▶ │          │ after shipping',
      '             └──────────┘',
    ]);
  });

  it('prints of what it printed the same text, for every bundled scenario', async () => {
    for (const { name } of await bundledSources()) {
      const { stdout } = await runMain(['show', name]);
      const again = await runMain(['show', makeFile(stdout)]);
      expect(again, name).toEqual({ code: 0, stdout, stderr: '' });
    }
  });

  it('draws who joins while it runs', async () => {
    const fault =
      '{ kind: subscriber, at: 1s, step: { name: points, service: notification, on: OrderShipped } }';
    const drawing = await drawingOf(`${ORDERS}faults: [${fault}]\n`);
    expect(drawing).toContain('      └─ points   (by notification, joins at 1s)');
    expect(drawing.find((line) => line.startsWith('shipping') && line.includes('mail'))).toContain(
      'mail, points',
    );
  });

  it('ends with what the plan warns of, as a comment too', async () => {
    const text = ORDERS.replace('payment: { latency: 1ms }', 'payment: { latency: 120ms, concurrency: 2 }');
    const { stdout } = await runMain(['show', makeFile(text)]);
    expect(stdout).toMatch(/^# note: payment: overloaded in direct and event mode: 50\/s x 120 ms of work/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect((await runMain(['show', 'healthy'])).stdout).not.toContain('# note:');
  });

  it('draws in ASCII', async () => {
    const { stdout } = await runMain(['show', makeFile(ORDERS), '--ascii']);
    expect(stdout).toContain('#    `- shipping    (after payment and inventory)\n');
    expect(stdout).toContain('# shipping  -> OrderShipped  -> mail\n');
    expect(stdout).toContain('# shipping  <> |          | after payment and inventory\n');
    // eslint-disable-next-line no-control-regex -- the whole of ASCII
    expect(stdout).toMatch(/^[\u0000-\u007f]*$/);
  });

  it('fits 80 columns, however many listen and however deep the calls go', async () => {
    const chain = Array.from({ length: 30 }, (_, index) => `link-${index}`);
    const fans = Array.from({ length: 30 }, (_, index) => `a-listener-with-a-long-name-${index}`);
    const steps = [
      ...chain.map((name, index) =>
        index === 0
          ? `{ service: ${name}, emits: E0 }`
          : `{ service: ${name}, on: E${index - 1}, emits: E${index} }`,
      ),
      ...fans.map((name) => `{ service: ${name}, on: E29 }`),
    ];
    const text = `title: Wide and deep
services: { ${[...chain, ...fans].map((name) => `${name}: { latency: 1ms }`).join(', ')} }
steps: [ ${steps.join(', ')} ]
load: { rate: 1/s, duration: 2s, warmup: 0s }
`;
    const { stdout } = await runMain(['show', makeFile(text)]);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    for (const name of fans) expect(stdout.split('Event:')[1]).toContain(name);
  });

  it('prints a scenario file: with every default, and the same run', async () => {
    const original = makeFile(SMALL);
    const { stdout, stderr, code } = await runMain(['show', original]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const json = async (file: string) =>
      JSON.parse((await runMain(['run', file, '--format', 'json'])).stdout) as Comparison;
    const run = await json(original);
    expect(parse(stdout)).toEqual(run.scenario);
    expect(await json(makeFile(stdout))).toEqual(run);
  });

  it('every bundled scenario stays the same when it is shown and run again', async () => {
    const bundled = await bundledSources();
    expect(bundled.length).toBeGreaterThanOrEqual(9);
    for (const { name } of bundled) {
      const { stdout } = await runMain(['show', name]);
      const again = await runMain(['show', makeFile(stdout, `${name}.yaml`)]);
      expect(parse(again.stdout)).toEqual(parse(stdout));
    }
  });

  it('prints the same of what it has printed, with a step that joins and has policies of its own', async () => {
    const joins = `${ORDERS}faults:
  - { kind: subscriber, at: 1s, step: { name: audit, service: shipping, on: StockReserved, redelivery: {}, calls: { timeout: 1s } } }
`;
    const { stdout } = await runMain(['show', makeFile(joins)]);
    expect((await runMain(['show', makeFile(stdout)])).stdout).toBe(stdout);
  });
});
