import { formatExactCount } from '../../compare/quantities.js';
import type { Changes, FileChanges, ModeChanges, RowChange, ScenarioChanges } from '../../results/changes.js';
import type { Judgement, Reading } from '../../results/judge.js';
import { formatCell, type TableCell } from '../table-cell.js';
import { plain } from '../text.js';
import { basisWords, whatDiffers } from './words.js';

/** What is shown of the changes in one file, in every format that people read. Its texts are safe. */
export interface ShownFile {
  heading: string;
  scenarios: ShownScenario[];
  /** What is in one of the files only, and what is identical. */
  notes: string[];
}

export interface ShownScenario {
  title: string;
  differs: string[];
  basis: string[];
  tables: ShownTable[];
  notes: string[];
}

/** The rows of one mode. */
export interface ShownTable {
  mode: string;
  rows: ShownRow[];
  /** How many figures there are of each kind, and how many of them are not shown. */
  footer: string;
}

export interface ShownRow {
  label: string;
  base: string;
  new: string;
  change: string;
  judgement: Judgement;
  /** As it is written. */
  verdict: string;
}

/** Details are shown while they are few. */
const MOST_DETAILS = 20;
const MOST_FIELDS = 12;

/** @param all also what is unchanged, and every detail */
export function viewOfChanges(changes: Changes, all: boolean): ShownFile[] {
  return changes.files.map((file) => viewOfFile(changes.base, file, all));
}

function viewOfFile(base: string, file: FileChanges, all: boolean): ShownFile {
  const heading = `${plain(base)} → ${plain(file.name)}`;
  const identical = file.scenarios.filter((one) => one.identical);
  const isFolded = (one: ScenarioChanges): boolean => !all && file.scenarios.length > 1 && isUnchanged(one);
  const others = file.scenarios.filter((one) => !one.identical);
  return {
    heading,
    scenarios: others.filter((one) => !isFolded(one)).map((scenario) => viewOfScenario(scenario, all)),
    notes: [
      ...(file.identical
        ? ['identical: the same bytes']
        : identical.length === 0
          ? []
          : [`identical: ${titlesOf(identical)}`]),
      ...(others.some(isFolded) ? [`no figure changed: ${titlesOf(others.filter(isFolded))}`] : []),
      ...only(file.onlyInBase, base),
      ...only(file.onlyInNew, file.name),
    ],
  };
}

function viewOfScenario(scenario: ScenarioChanges, all: boolean): ShownScenario {
  return {
    title: plain(scenario.title),
    differs: whatDiffers(scenario, all ? Infinity : MOST_FIELDS),
    basis: basisWords(scenario),
    tables: Object.entries(scenario.modes).map(([mode, changes]) => viewOfMode(mode, changes, all)),
    notes: [...only(scenario.onlyInBase, 'base'), ...only(scenario.onlyInNew, 'new')],
  };
}

function titlesOf(scenarios: readonly ScenarioChanges[]): string {
  return scenarios.map(({ title }) => plain(title)).join(', ');
}

function isUnchanged({ modes }: ScenarioChanges): boolean {
  return Object.values(modes).every(({ figures }) =>
    figures.every(({ judgement }) => judgement === 'unchanged'),
  );
}

function only(names: readonly string[], where: string): string[] {
  return names.length === 0 ? [] : [`only in ${plain(where)}: ${names.map(plain).join(', ')}`];
}

function viewOfMode(mode: string, { figures }: ModeChanges, all: boolean): ShownTable {
  const changed = figures.filter(({ judgement }) => judgement !== 'unchanged');
  const main = changed.filter(({ isMain, isGated }) => isMain || isGated);
  const details = changed.filter((row) => !main.includes(row) && row.judgement !== 'noise');
  const few = details.length <= MOST_DETAILS ? details : [];
  const shown = all ? figures : [...main, ...few];
  return { mode: plain(mode), rows: shown.map(viewOfRow), footer: footerOf(figures, shown.length) };
}

const COUNTED: readonly [Judgement, string][] = [
  ['better', 'better'],
  ['worse', 'worse'],
  ['changed', 'changed'],
  ['noise', '≈'],
  ['unjudged', 'not judged'],
  ['unchanged', 'unchanged'],
];

function footerOf(figures: readonly RowChange[], shown: number): string {
  const counts = COUNTED.flatMap(([judgement, words]) => {
    const { length } = figures.filter((row) => row.judgement === judgement);
    return length === 0 ? [] : [`${length} ${words}`];
  });
  const unchanged = figures.filter(({ judgement }) => judgement === 'unchanged').length;
  const hidden = figures.length - shown - unchanged;
  return `${counts.join(', ')}${hidden > 0 ? `; ${hidden} of them, details, are shown with --all` : ''}`;
}

function viewOfRow(row: RowChange): ShownRow {
  return {
    label: plain(row.label),
    base: readingInWords(row.base, row),
    new: readingInWords(row.new, row),
    change: changeInWords(row),
    judgement: row.judgement,
    verdict: VERDICTS[row.judgement],
  };
}

const VERDICTS: Record<Judgement, string> = {
  better: 'better',
  worse: 'worse',
  noise: '≈',
  changed: '',
  unchanged: '',
  unjudged: '',
};

export function readingInWords(reading: Reading, { kind }: Pick<RowChange, 'kind'>): string {
  return formatCell(cellOf(reading, kind));
}

function cellOf(reading: Reading, kind: RowChange['kind']): TableCell {
  if (reading === null) return { kind: 'none' };
  if ('value' in reading) return { kind, value: reading.value };
  const { never: count, of } = reading;
  return count === of ? { kind: 'never' } : { kind: 'never', runs: { count, of } };
}

/** `+1.25 s ± 0.3 (+12.5 %)`: in its unit, shares in percentage points, and of the base. */
export function changeInWords({ kind, change, interval, relative, judgement }: RowChange): string {
  if (change === undefined || (change === 0 && judgement === 'unchanged')) return '';
  const half =
    interval === undefined || interval[0] === interval[1] ? {} : { half: (interval[1] - interval[0]) / 2 };
  const size = Math.abs(change);
  const text =
    kind === 'share'
      ? `${formatCell({ kind: 'ratio', value: size * 100, ...('half' in half ? { half: half.half * 100 } : {}) })} pp`
      : formatCell({ kind, value: size, ...half });
  const share = relative === undefined || change === 0 ? '' : ` (${percent(relative)})`;
  return `${signOf(change)}${text}${share}`;
}

/** As many digits as a change is worth. */
function percent(share: number): string {
  const value = Math.abs(share) * 100;
  if (value < 0.1) return '<0.1 %';
  const digits = value < 99.95 ? value.toFixed(1) : formatExactCount(Math.round(value));
  return `${signOf(share)}${digits} %`;
}

function signOf(value: number): string {
  return value < 0 ? '-' : value > 0 ? '+' : '';
}
