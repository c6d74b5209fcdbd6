import type { ModeTrace, Trace } from '../trace/trace.js';
import { markdownTable } from './markdown-table.js';
import { escapeMarkdown } from './text.js';
import { topologyLine } from './topology.js';
import { drawTrace, type TraceOptions } from './trace.js';
import { attemptRows, faultsShown, FIGURES, whichRequest } from './trace-shown.js';
import { sentenceOf } from './trace-words.js';

/** One request in all modes: of each a sentence, the waterfall as text, and its attempts as a GitHub-flavoured table. */
export function renderTraceMarkdown(trace: Trace, options: TraceOptions): string {
  const { scenario, why, quiet, verbose } = options;
  const { faults, more } = faultsShown(scenario, verbose);
  const steps = scenario.steps.map(({ name }) => name);
  const pictures = drawTrace(trace, { ...options, color: 0 });
  const modes = Object.entries(trace.modes).flatMap(([name, mode]) => [
    `### ${escapeMarkdown(name)}`,
    '',
    mode === undefined ? 'not started in this mode' : escapeMarkdown(sentenceOf(mode, steps)),
    '',
    ...(quiet || mode === undefined
      ? []
      : [...fenced([...(pictures.modes[name] ?? []), '', ...pictures.key]), '', attemptsOf(mode), '']),
  ]);
  return [
    `## ${escapeMarkdown(scenario.title)}: ${escapeMarkdown(whichRequest(trace))}`,
    '',
    escapeMarkdown(topologyLine(scenario)),
    '',
    ...faults.flatMap((fault) => [`fault: ${escapeMarkdown(fault)}`, '']),
    ...(more > 0 ? [`${more} more faults`, ''] : []),
    ...(why === undefined ? [] : [`chosen: ${escapeMarkdown(why)}`, '']),
    ...modes,
  ].join('\n');
}

/** Names of services stand in it: none may end the block. */
function fenced(lines: readonly string[]): string[] {
  return ['```text', ...lines.map((line) => line.replaceAll('`', "'")), '```'];
}

function attemptsOf({ attempts, marks }: ModeTrace): string {
  const figures = FIGURES.filter(({ of }) => attempts.some((attempt) => of(attempt) !== ''));
  const head = [
    'attempt',
    'caller or event',
    ...figures.map(({ heading }) => heading.replace('\n', ' ')),
    'result',
  ];
  return markdownTable(
    head,
    attemptRows(attempts, marks, figures).map((row) => row.map(escapeMarkdown)),
    (column) => column >= 2 && column < head.length - 1,
  );
}
