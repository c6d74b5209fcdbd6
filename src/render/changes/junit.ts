import type { Changes, RowChange } from '../../results/changes.js';
import type { Regression } from '../../results/fail-on.js';
import { gateLines } from '../sections/gate-lines.js';
import { escapeXml } from '../xml.js';
import { describeRegression } from './outcome.js';
import { changeInWords, readingInWords } from './view.js';

interface Case {
  suite: string;
  name: string;
  outcome: 'passed' | 'failed' | 'skipped';
  message: string;
}

/**
 * What changed, as a test report: a suite for each file and scenario, a case for each figure that counts, and one for each
 * gate. A figure that nobody can judge is skipped; one fails where `--fail-on` asks for it.
 */
export function renderChangesJunit(changes: Changes): string {
  const cases = [...figureCases(changes), ...gateCases(changes)];
  const suites = [...new Set(cases.map(({ suite }) => suite))];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="coupling-demo compare" ${counts(cases)}>`,
    ...suites.flatMap((suite) => {
      const own = cases.filter((one) => one.suite === suite);
      return [
        `  <testsuite name="${escapeXml(suite)}" ${counts(own)}>`,
        ...own.flatMap(lines),
        '  </testsuite>',
      ];
    }),
    '</testsuites>',
    '',
  ].join('\n');
}

function figureCases(changes: Changes): Case[] {
  return changes.files.flatMap(({ name: file, scenarios }) =>
    scenarios.flatMap(({ title, modes }) =>
      Object.entries(modes).flatMap(([mode, { figures }]) =>
        figures
          .filter(({ isGated }) => isGated)
          .map((row) => figureCase(changes, { file, title, mode, figure: row.figure }, row)),
      ),
    ),
  );
}

function figureCase(changes: Changes, where: Regression, row: RowChange): Case {
  const { file, title, mode, figure } = where;
  const isWorse = changes.failOn?.worse.some(
    (one) => one.file === file && one.title === title && one.mode === mode && one.figure === figure,
  );
  const suite = `${file}: ${title}`;
  const sides =
    `${readingInWords(row.base, row)} → ${readingInWords(row.new, row)} ${changeInWords(row)}`.trim();
  if (isWorse === true) {
    return {
      suite,
      name: `${mode}.${figure}`,
      outcome: 'failed',
      message: describeRegression(changes, where),
    };
  }
  const outcome = row.judgement === 'unjudged' ? 'skipped' : 'passed';
  return { suite, name: `${mode}.${figure}`, outcome, message: `${sides}: ${WORDS[row.judgement]}` };
}

const WORDS: Record<RowChange['judgement'], string> = {
  better: 'better',
  worse: 'worse',
  changed: 'changed',
  noise: 'no more than noise',
  unchanged: 'unchanged',
  unjudged: 'not judged',
};

function gateCases({ expectations }: Changes): Case[] {
  return gateLines(expectations).map(({ verdict, text, outcome }, index) => ({
    suite: expectations[index]?.title ?? '',
    name: text,
    outcome: verdict === 'PASS' ? 'passed' : 'failed',
    message: outcome,
  }));
}

function lines({ suite, name, outcome, message }: Case): string[] {
  const tag = { passed: 'system-out', failed: 'failure', skipped: 'skipped' }[outcome];
  const inside =
    outcome === 'passed'
      ? `<${tag}>${escapeXml(message)}</${tag}>`
      : `<${tag} message="${escapeXml(message)}"/>`;
  return [
    `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}">`,
    `      ${inside}`,
    '    </testcase>',
  ];
}

function counts(cases: readonly Case[]): string {
  const of = (outcome: Case['outcome']): number => cases.filter((one) => one.outcome === outcome).length;
  return `tests="${cases.length}" failures="${of('failed')}" skipped="${of('skipped')}"`;
}
