import { formatExactCount, formatPlural } from '../compare/quantities.js';
import { toJson } from '../render/json.js';
import { markdownTable } from '../render/markdown-table.js';
import { paragraph } from '../render/terminal/grid.js';
import { styleOf } from '../render/terminal/style.js';
import { escapeMarkdown } from '../render/text.js';
import type { Verification, Verified } from './verify.js';

/** All that was verified at once. */
export interface Report {
  version: string;
  /** What was asked for: the quick set, all, or cases by their names. */
  set: 'quick' | 'full' | 'named';
  verifications: readonly Verification[];
}

export interface TableOptions {
  width: number;
  color: 0 | 1 | 2 | 3;
}

export function hasHeld(verifications: readonly Verification[]): boolean {
  return failures(verifications).length === 0;
}

/** One object; figures in the units of their names, seconds where they say nothing else. */
export function renderJson({ version, set, verifications }: Report): string {
  const output = {
    schema: 'coupling-demo/verification@1',
    version,
    set,
    held: hasHeld(verifications),
    results: verifications,
  };
  return toJson(output);
}

/** GitHub-flavoured, one table. */
export function renderMarkdown(report: Report): string {
  const head = ['case', 'parameters', 'figure', 'expected', 'simulated', INTERVAL, 'verdict', 'source'];
  const rows = report.verifications.flatMap((verification) =>
    verification.figures.map((figure) =>
      [
        verification.key,
        describeParams(verification.params),
        figure.name,
        format(figure, figure.expected),
        format(figure, figure.simulated),
        intervalOf(figure),
        verdictOf(figure),
        verification.source,
      ].map(escapeMarkdown),
    ),
  );
  const table = markdownTable(head, rows, (column) => NUMBERS.has(column));
  return `${table}\n\n${escapeMarkdown(summaryOf(report))}\n`;
}

/** The columns of figures. */
const NUMBERS = new Set([3, 4, 5]);
const INTERVAL = '99.99 % interval';
/** Columns in characters, the figure's name takes what is left. */
const NUMBER = 9;
const RANGE = 21;
const VERDICT = 4;
/** On a narrower screen the interval is left out. */
const NARROW = 72;

/** For a terminal: a block for each result and set of parameters. */
export function renderTable(report: Report, { width, color }: TableOptions): string {
  const style = styleOf(color);
  const withRange = width >= NARROW;
  const others = 2 * (NUMBER + 1) + 2 + VERDICT + (withRange ? 2 + RANGE : 0);
  const nameWidth = width - others;
  const row = (name: string, expected: string, simulated: string, range: string, verdict: string): string => {
    const short = name.length > nameWidth ? `${name.slice(0, nameWidth - 1)}~` : name.padEnd(nameWidth);
    const numbers = ` ${expected.padStart(NUMBER)} ${simulated.padStart(NUMBER)}`;
    return `${short}${numbers}${withRange ? `  ${range.padStart(RANGE)}` : ''}  ${verdict}`;
  };
  const blocks = report.verifications.map((verification) => {
    const { key, title, source, params, figures } = verification;
    return [
      ...paragraph(`${key}: ${title}`, width, '~').map(style.title),
      ...paragraph(`${describeParams(params)}; ${source}`, width, '~').map(style.quiet),
      style.quiet(row('', 'expected', 'simulated', INTERVAL, '')).trimEnd(),
      ...figures.flatMap((figure) => {
        const { name, expected, simulated, held } = figure;
        const verdict = held ? style.good('PASS') : style.bad('FAIL');
        const line = row(
          name,
          format(figure, expected),
          format(figure, simulated),
          intervalOf(figure),
          verdict,
        );
        return held ? [line] : [line, ...paragraph(`  ${verdictOf(figure)}`, width, '~').map(style.bad)];
      }),
    ];
  });
  const summary = paragraph(summaryOf(report), width, '~');
  return `${[...blocks, summary].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** `85 checks, 393 runs: all passed (quick set; --full runs everything)`. */
function summaryOf({ set, verifications }: Report): string {
  const figures = verifications.flatMap((verification) => verification.figures);
  const runs = verifications.reduce(
    (sum, { seeds, runs: each }) => sum + seeds.length * Object.keys(each).length,
    0,
  );
  const failed = failures(verifications);
  const counted = `${formatPlural(figures.length, 'check')}, ${formatPlural(runs, 'run')}`;
  const verdict =
    failed.length === 0
      ? 'all passed'
      : `${formatExactCount(failed.length)} failed: ${[...new Set(failed)].join(', ')}`;
  return `${counted}: ${verdict}${set === 'quick' ? ' (quick set; --full runs everything)' : ''}`;
}

/** The key of each figure that failed. */
function failures(verifications: readonly Verification[]): string[] {
  return verifications.flatMap(({ key, figures }) => figures.filter(({ held }) => !held).map(() => key));
}

function verdictOf({ held, reason }: Verified): string {
  return held ? 'PASS' : `FAIL: ${reason ?? 'no reason known'}`;
}

/** What is deterministic has no interval, but a tolerance. */
function intervalOf(figure: Verified): string {
  const { within, interval } = figure;
  if (within === 0) return 'exact';
  if (within !== undefined) return `within ${digits(within)}`;
  return interval.map((end) => format(figure, end)).join(' to ');
}

function format({ yesOrNo }: Verified, value: number): string {
  if (yesOrNo === true && (value === 0 || value === 1)) return value === 1 ? 'yes' : 'no';
  return digits(value);
}

/** Four significant digits, and no power of ten where there is room without. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e8 || (size > 0 && size < 1e-4)) return value.toExponential(1);
  return size >= 1000 ? String(Number(value.toFixed(1))) : String(Number(value.toPrecision(4)));
}

function describeParams(params: object): string {
  return Object.entries(params)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? value : JSON.stringify(value)}`)
    .join(', ');
}
