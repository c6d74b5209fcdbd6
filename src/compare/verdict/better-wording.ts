import { formatFactor, formatRatio, formatShare, formatTime } from '../quantities.js';
import { list, modeInWords } from '../words.js';
import { sayCosts } from './costs-wording.js';
import type { BetterMode, DroppedOut, ModeFigure, Tied } from './findings.js';

/** `better here: events (goodput 98.7 % vs 61.8 %)`. */
export function sayBetter(finding: BetterMode): string {
  const { mode, by, figure, values, harm, earlier } = finding;
  if (by === 'simplicity') return saySimplest(finding);
  const reason =
    by === 'integrity'
      ? list(
          harm.map(
            ({ mode: name, costs }) =>
              `${costs.length === 0 ? 'none' : sayCosts(costs)} with ${modeInWords(name)}`,
          ),
        )
      : `${figureInWords(figure)} ${sayEach(values, figure)}`;
  return `better here: ${modeInWords(mode)} (${by === 'goodput' ? '' : 'goodput equal; '}${reason})${sayEarlier(earlier)}`;
}

/** Nothing told them apart, so the one that takes least to run is preferred. */
function saySimplest({ mode, values, earlier, notSignificant }: BetterMode): string {
  const others = values.filter((one) => one.mode !== mode);
  const lead =
    notSignificant === undefined
      ? `no measurable benefit from ${list(others.map((one) => modeInWords(one.mode)))} here`
      : `no significant difference over ${notSignificant} runs`;
  const later = others.flatMap(({ mode: name, value }) =>
    value === null || value === 0 ? [] : [`${formatTime(value)} later at p99 with ${modeInWords(name)}`],
  );
  const means = later.length === 0 ? '' : `: a success response means done (${list(later)})`;
  return `${lead}; simpler to run: ${modeInWords(mode)}${means}${sayEarlier(earlier)}`;
}

export function sayTied({ modes, goodput, earlier, notSignificant }: Tied): string {
  const lead =
    notSignificant === undefined ? 'tied' : `no significant difference over ${notSignificant} runs`;
  return `${lead}: ${list(modes.map(modeInWords))} (goodput ${sayEach(goodput, 'goodput')})${sayEarlier(earlier)}`;
}

/** The winner's value, and those of the others, with their names where there are several. */
function sayEach(values: readonly ModeFigure[], figure: string): string {
  const [first, ...others] = values;
  const winner = first === undefined ? '' : format(first.value, figure);
  if (others.length === 1) return `${winner} vs ${format(others[0]?.value ?? null, figure)}`;
  const each = others.map(({ mode, value }) => `${format(value, figure)} ${modeInWords(mode)}`);
  return `${winner} vs ${each.join(', ')}`;
}

function sayEarlier(earlier: readonly DroppedOut[]): string {
  if (earlier.length === 0) return '';
  const each = earlier.map(
    ({ mode, figure, value, costs }) =>
      `${modeInWords(mode)} (${costs.length > 0 ? sayCosts(costs) : `${figureInWords(figure)} ${format(value, figure)}`})`,
  );
  return `; behind: ${list(each)}`;
}

function figureInWords(figure: string): string {
  return FIGURES[figure]?.words ?? figure;
}

function format(value: number | null, figure: string): string {
  if (value === null) return 'never';
  return (FIGURES[figure]?.format ?? formatRatio)(value);
}

const FIGURES: Record<string, { words: string; format: (value: number) => string }> = {
  goodput: { words: 'goodput', format: formatShare },
  'endToEnd.p99': { words: 'completion p99', format: formatTime },
  'responseTime.p99 / control': {
    words: 'growth of response p99',
    format: (factor) => `x${formatFactor(Number(factor.toPrecision(2)))}`,
  },
  'integrity violations per request, beyond control': {
    words: 'integrity violations per 100 requests',
    format: (share) => formatRatio(share * 100),
  },
};
