import { Document, isCollection, isMap, Scalar, visit, type YAMLMap } from 'yaml';
import { loadScenario } from '../scenario/load.js';
import { describeHint } from '../hints/describe.js';
import { paragraph } from '../render/terminal/grid.js';
import { findLikenesses } from '../scenario/likeness.js';
import { printable } from '../scenario/printable.js';
import type { Scenario } from '../scenario/scenario.js';
import { isAscii } from './display.js';
import { drawCouplings } from './drawing.js';
import { EXIT } from './exit.js';
import type { ShowFlags } from '../flags/commands.js';
import type { Io } from './io.js';

const WIDTH = 80;
const COMMENT = '# ';

/**
 * Prints a scenario with every default written out, and draws all couplings. The drawing is a comment: what is printed is
 * a scenario file again. So is where a policy stands to the library whose name it bears, and the hints, which come last.
 */
export async function show(name: string, flags: ShowFlags, io: Io): Promise<number> {
  const scenario = await loadScenario(name);
  const ascii = isAscii(flags.ascii, io);
  const drawing = drawCouplings(scenario, { width: WIDTH - COMMENT.length, ascii });
  const { findHints } = await import('../hints/find-hints.js');
  const hints = findHints(scenario).flatMap((hint) =>
    paragraph(printable(describeHint(hint)), WIDTH - COMMENT.length, ascii ? '~' : '…', 'note: '),
  );
  const likenesses = findLikenesses(scenario).flatMap(({ paths, more, says }) => {
    const places = [...paths, ...(more === 0 ? [] : [`${more} more`])].join(', ');
    return paragraph(
      `${places}: ${says.replaceAll('`', '')}`,
      WIDTH - COMMENT.length,
      ascii ? '~' : '…',
      '  ',
    );
  });
  const policies =
    likenesses.length === 0 ? [] : ['', 'policies, and the libraries whose names they bear:', ...likenesses];
  const comment = [...drawing, ...policies, ...(hints.length === 0 ? [] : ['', ...hints])].map((line) =>
    `${COMMENT}${line}`.trimEnd(),
  );
  io.stdout.write(`${toYaml(scenario)}\n${comment.join('\n')}\n`);
  return EXIT.done;
}

/** In blocks, but on one line what finds room there, as one would write it by hand. */
function toYaml(scenario: Scenario): string {
  const document = new Document(scenario, { aliasDuplicateObjects: false });
  if (isMap(document.contents)) foldPairs(document.contents, 0);
  visit(document, { Scalar: (_, scalar) => quoteCommand(scalar) });
  return document.toString({ lineWidth: 0 }).replaceAll('##[', String.raw`#\x23[`);
}

/** What GitHub Actions would take for a command to itself: a `::` at the beginning, a `##[` anywhere. */
function quoteCommand(scalar: Scalar): void {
  if (typeof scalar.value === 'string' && /^::|##\[/.test(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
}

function foldPairs(map: YAMLMap, indent: number): void {
  for (const { key, value } of map.items) fold(value, indent, `${String(key)}: `.length);
}

/** @param before characters that stand before it on its line, beside the indent */
function fold(node: unknown, indent: number, before: number): void {
  if (!isCollection(node)) return;
  if (indent + before + lengthInFlow(node.toJSON()) <= WIDTH) node.flow = true;
  else if (isMap(node)) foldPairs(node, indent + 2);
  else for (const item of node.items) fold(item, indent + 2, '- '.length);
}

/** Of `{ rate: 80/s, modes: [direct, event] }`. */
function lengthInFlow(value: unknown): number {
  return JSON.stringify(value).replace(/"/g, '').replace(/[:,]/g, '$& ').replace(/[{}]/g, ' $&').length;
}
