import type { Comparison } from '../compare/comparison.js';
import type { GateWords } from '../compare/gate-words.js';
import type { RunResults } from './formats.js';
import { gateLines, seedWords } from './sections/gate-lines.js';
import { withoutControls } from './text.js';
import { escapeXml as escape, inXml } from './xml.js';

type Result = Pick<RunResults['results'][number], 'name' | 'comparison'>;

/**
 * The gates as a test report: a suite for each scenario, by the name that one types, and a case for each of its gates.
 * `time` is what the run took of virtual time, in seconds: the machine's has no place where the same seed gives the same
 * bytes.
 */
export function renderJunit(results: readonly Result[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="coupling-demo" ${counts(results)}>`,
    ...results.flatMap(suite),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(result: Result): string[] {
  const { name, comparison } = result;
  const { expectations, skippedGates = [] } = comparison;
  const open = (gate: string): string =>
    `    <testcase classname="${escape(name)}" name="${escape(gate)}" time="${seconds(comparison)}"`;
  return [
    `  <testsuite name="${escape(name)}" ${counts([result])} time="${seconds(comparison)}">`,
    ...gateLines(expectations).flatMap((gate) => [
      `${open(gate.text)}>`,
      ...outcome(gate, comparison),
      '    </testcase>',
    ]),
    ...skippedGates.flatMap((gate) => [
      `${open(gate)}>`,
      `      <skipped message="${escape(`changed: ${comparison.changed?.join(' ') ?? ''}`)}"/>`,
      '    </testcase>',
    ]),
    '  </testsuite>',
  ];
}

function outcome(gate: GateWords, comparison: Comparison): string[] {
  const { verdict, text, was, expected, outcome } = gate;
  const seed = seedWords(comparison);
  const command = inXml(withoutControls(comparison.reproduce ?? ''));
  return verdict === 'PASS'
    ? [`      <system-out>${escape(`PASS ${text}: ${outcome} (${seed})`)}</system-out>`]
    : [`      <failure message="${escape(`${was}, ${expected} (${seed})`)}">${command}</failure>`];
}

function counts(results: readonly Result[]): string {
  const gates = results.flatMap(({ comparison }) => comparison.expectations);
  const skipped = results.reduce((sum, { comparison }) => sum + (comparison.skippedGates?.length ?? 0), 0);
  return [
    `tests="${gates.length + skipped}"`,
    `failures="${gates.filter(({ held }) => !held).length}"`,
    `skipped="${skipped}"`,
  ].join(' ');
}

/** Of virtual time, until the last mode's run had ended. */
function seconds({ modes }: Comparison): string {
  const ends = Object.values(modes).map(({ end }) => end.at);
  return (Math.max(0, ...ends) / 1000).toFixed(3);
}
