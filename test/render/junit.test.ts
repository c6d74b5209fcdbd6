import { describe, expect, it } from 'vitest';
import type { Comparison, Expectation } from '../../src/compare/comparison.js';
import { renderJunit } from '../../src/render/junit.js';
import { smallComparison } from './compared.js';

const EXPECTATIONS: Expectation[] = [
  { text: 'event.completed >= 99%', measured: 1, asked: 0.99, held: true },
  { text: 'direct.completionTime.p99 < 200ms', measured: 2077, asked: 200, held: false },
  { text: 'direct.recoveryTime < 1s', measured: null, asked: 1000, held: false, note: 'never' },
  { text: 'event.lost == 0', measured: null, asked: 0, held: false, note: 'event did not run' },
];

async function judged(parts: Partial<Comparison> = {}): Promise<Comparison> {
  const comparison = await smallComparison();
  for (const run of Object.values(comparison.modes)) run.end.at = 2500;
  return { ...comparison, reproduce: "npx coupling-demo run a.yaml --expect 'x < 1'", ...parts };
}

describe('as JUnit', () => {
  it('a scenario is a suite by the name that one types, and each gate a case with both sides and the command', async () => {
    const results = [
      { name: 'a & <b>.yaml\u001b', comparison: await judged({ expectations: EXPECTATIONS }) },
      { name: 'b.yaml', comparison: await judged() },
    ];
    const suite = 'a &amp; &lt;b&gt;.yaml';
    const command = "npx coupling-demo run a.yaml --expect 'x &lt; 1'";
    expect(renderJunit(results)).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="coupling-demo" tests="4" failures="3" skipped="0">
  <testsuite name="${suite}" tests="4" failures="3" skipped="0" time="2.500">
    <testcase classname="${suite}" name="event.completed &gt;= 99%" time="2.500">
      <system-out>PASS event.completed &gt;= 99%: 100 % (seed 42)</system-out>
    </testcase>
    <testcase classname="${suite}" name="direct.completionTime.p99 &lt; 200ms" time="2.500">
      <failure message="was 2.077 s, expected &lt; 200 ms (seed 42)">${command}</failure>
    </testcase>
    <testcase classname="${suite}" name="direct.recoveryTime &lt; 1s" time="2.500">
      <failure message="was never, expected &lt; 1 s (seed 42)">${command}</failure>
    </testcase>
    <testcase classname="${suite}" name="event.lost == 0" time="2.500">
      <failure message="event did not run, expected == 0 % (seed 42)">${command}</failure>
    </testcase>
  </testsuite>
  <testsuite name="b.yaml" tests="0" failures="0" skipped="0" time="2.500">
  </testsuite>
</testsuites>
`,
    );
  });

  it('gates that a changed scenario is not judged by are skipped tests', async () => {
    const comparison = await judged({ changed: ['--rate 41/s'], skippedGates: ['event.lost == 0'] });
    const text = renderJunit([{ name: 'slow-payment', comparison }]);
    expect(text).toContain('<testsuite name="slow-payment" tests="1" failures="0" skipped="1"');
    expect(text).toContain(
      'name="event.lost == 0" time="2.500">\n      <skipped message="changed: --rate 41/s"/>',
    );
  });

  it('a mean says which seeds it is of', async () => {
    const comparison = await judged({
      expectations: EXPECTATIONS.slice(1, 2),
      runs: { seeds: [42, 43, 44] },
    });
    expect(renderJunit([{ name: 'a', comparison }])).toContain('(mean of seeds 42 to 44)');
  });
});
