import { expect, it } from 'vitest';
import type { Expectation } from '../../src/compare/comparison.js';
import { renderJunit } from '../../src/render/junit.js';
import { smallComparison } from './compared.js';

it('as JUnit a scenario is a suite, and each of its gates a case', async () => {
  const comparison = await smallComparison();
  const expectations: Expectation[] = [
    { text: 'event.completed >= 99%', measured: 1, held: true },
    { text: 'direct.completionTime.p99 < "2s"', measured: 2500, held: false },
    { text: 'direct.recoveryTime < 1s', measured: null, held: false, note: 'never' },
  ];
  const scenario = { ...comparison.scenario, title: 'A & <b>\u001b' };
  expect(renderJunit([{ ...comparison, scenario, expectations }, comparison])).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="coupling-demo" tests="3" failures="2">
  <testsuite name="A &amp; &lt;b&gt;" tests="3" failures="2">
    <testcase classname="A &amp; &lt;b&gt;" name="event.completed &gt;= 99%"/>
    <testcase classname="A &amp; &lt;b&gt;" name="direct.completionTime.p99 &lt; &quot;2s&quot;">
      <failure message="measured 2500"/>
    </testcase>
    <testcase classname="A &amp; &lt;b&gt;" name="direct.recoveryTime &lt; 1s">
      <failure message="measured never"/>
    </testcase>
  </testsuite>
  <testsuite name="test" tests="0" failures="0">
  </testsuite>
</testsuites>
`,
  );
});
