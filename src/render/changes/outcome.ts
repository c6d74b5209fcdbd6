import { gateLines } from '../sections/gate-lines.js';
import { formatChosenShare } from '../../compare/quantities.js';
import type { Changes, RowChange, ScenarioChanges } from '../../results/changes.js';
import type { Regression } from '../../results/fail-on.js';
import { plain } from '../text.js';
import { changeInWords, readingInWords } from './view.js';

/** Something that was asked, and whether it is so. */
export interface Outcome {
  verdict: 'PASS' | 'FAIL';
  text: string;
}

/** What gates and `--fail-on` came to, a line each. */
export function outcomesOf(changes: Changes): Outcome[] {
  return [...gatesOf(changes), ...failOnOf(changes)];
}

function gatesOf({ expectations, files }: Changes): Outcome[] {
  const isOne = new Set(files.flatMap(({ scenarios }) => scenarios.map(({ title }) => title))).size < 2;
  return gateLines(expectations).map(({ verdict, text, outcome }, index) => {
    const title = plain(expectations[index]?.title ?? '');
    return { verdict, text: `${isOne ? '' : `${title}: `}${text}: ${outcome}` };
  });
}

function failOnOf(changes: Changes): Outcome[] {
  const { failOn } = changes;
  if (failOn === undefined) return [];
  const { margin, worse } = failOn;
  const by = margin === 0 ? '' : ` by more than ${formatChosenShare(margin)}`;
  if (worse.length === 0) {
    const gated = gatedRows(changes);
    const single = gated.filter(({ judgement }) => judgement === 'worse').length;
    const but = single === 0 ? '' : ` (${single} by itself, within the margin or chance)`;
    return [{ verdict: 'PASS', text: `no figure of ${gated.length} got worse${by}${but}` }];
  }
  return worse.map((one) => ({ verdict: 'FAIL', text: describeRegression(changes, one) }));
}

/** `new.json: Slow payment: event.goodput got worse: 100 % → 62.5 %`. */
export function describeRegression(changes: Changes, regression: Regression): string {
  const row = findRow(changes, regression);
  const { file, title, mode, figure } = regression;
  const sides = row === undefined ? '' : `: ${sidesInWords(row)}`;
  return plain(`${file}: ${title}: ${mode}.${figure} got worse${sides}`);
}

function sidesInWords(row: RowChange): string {
  const change = changeInWords(row);
  return `${readingInWords(row.base, row)} → ${readingInWords(row.new, row)}${change === '' ? '' : `, ${change}`}`;
}

function findRow({ files }: Changes, { file, title, mode, figure }: Regression): RowChange | undefined {
  return scenariosOf(files, file, title)
    .flatMap(({ modes }) => (Object.hasOwn(modes, mode) ? (modes[mode]?.figures ?? []) : []))
    .find((row) => row.figure === figure);
}

function scenariosOf(files: Changes['files'], file: string, title: string): ScenarioChanges[] {
  return files
    .filter(({ name }) => name === file)
    .flatMap(({ scenarios }) => scenarios.filter((scenario) => scenario.title === title));
}

function gatedRows({ files }: Changes): RowChange[] {
  return files
    .flatMap(({ scenarios }) => scenarios.flatMap(({ modes }) => Object.values(modes)))
    .flatMap(({ figures }) => figures.filter(({ isGated }) => isGated));
}
