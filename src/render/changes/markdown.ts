import type { Changes } from '../../results/changes.js';
import { markdownTable } from '../markdown-table.js';
import { escapeMarkdown } from '../text.js';
import { outcomesOf } from './outcome.js';
import { type ShownRow, type ShownScenario, type ShownTable, viewOfChanges } from './view.js';

/** What changed, in GitHub-flavoured Markdown. */
export function renderChangesMarkdown(changes: Changes, all: boolean): string {
  const blocks = [
    ...viewOfChanges(changes, all).flatMap(({ heading, scenarios, notes }) => [
      `## ${escapeMarkdown(heading)}`,
      ...scenarios.flatMap(scenarioBlocks),
      ...notes.map(escapeMarkdown),
    ]),
    outcomesOf(changes)
      .map(
        ({ verdict, text }) => `- ${verdict === 'PASS' ? verdict : `**${verdict}**`} ${escapeMarkdown(text)}`,
      )
      .join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function scenarioBlocks({ title, differs, basis, tables, notes }: ShownScenario): string[] {
  return [
    `### ${escapeMarkdown(title)}`,
    differs.map((line) => `- ${escapeMarkdown(line)}`).join('\n'),
    ...[...basis, ...notes].map(escapeMarkdown),
    ...tables.flatMap(tableBlocks),
  ];
}

function tableBlocks({ mode, rows, footer }: ShownTable): string[] {
  const head = [mode, 'base', 'new', 'change', ''].map(escapeMarkdown);
  const counts = escapeMarkdown(`${mode}: ${footer}`);
  if (rows.length === 0) return [counts];
  return [markdownTable(head, rows.map(cells), (column) => column > 0), counts];
}

function cells({ label, base, new: next, change, judgement, verdict }: ShownRow): string[] {
  const shown = judgement === 'worse' ? `**${verdict}**` : verdict;
  return [...[label, base, next, change].map(escapeMarkdown), shown];
}
