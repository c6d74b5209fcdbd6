/**
 * A table in GitHub-flavoured Markdown. Cells come escaped.
 *
 * @param isNumber of a column's index: figures stand at the right, text at the left
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  isNumber: (column: number) => boolean,
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (isNumber(column) ? '--:' : ':--'));
  return [head, rule, ...rows].map(line).join('\n');
}
