import type { Comparison, Expectation } from '../compare/comparison.js';
import { plain } from './text.js';

/** The gates as a test report: a suite for each scenario, a case for each of its gates. */
export function renderJunit(comparisons: readonly Comparison[]): string {
  const all = comparisons.flatMap(({ expectations }) => expectations);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="coupling-demo" ${counts(all)}>`,
    ...comparisons.flatMap(suite),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite({ scenario, expectations }: Comparison): string[] {
  const name = escape(scenario.title);
  return [
    `  <testsuite name="${name}" ${counts(expectations)}>`,
    ...expectations.flatMap((gate) => testCase(name, gate)),
    '  </testsuite>',
  ];
}

function testCase(suiteName: string, { text, measured, held, note }: Expectation): string[] {
  const open = `    <testcase classname="${suiteName}" name="${escape(text)}"`;
  if (held) return [`${open}/>`];
  const found = escape(`measured ${String(measured ?? note ?? 'nothing')}`);
  return [`${open}>`, `      <failure message="${found}"/>`, '    </testcase>'];
}

function counts(gates: readonly Expectation[]): string {
  return `tests="${gates.length}" failures="${gates.filter(({ held }) => !held).length}"`;
}

/** No XML document has these two characters, not even as a reference. */
const NOT_IN_XML = /[\uFFFE\uFFFF]/g;

function escape(text: string): string {
  return (
    plain(text)
      .replace(NOT_IN_XML, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // GitHub Actions takes it for a command wherever it stands.
      .replaceAll('##[', '##&#91;')
  );
}
