import { Document, isMap, isScalar, visit } from 'yaml';
import { findScenarios, loadScenario } from '../scenario/load.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { Scenario } from '../scenario/scenario.js';
import { drawCouplings } from './drawing.js';
import { EXIT } from './exit.js';
import type { ShowFlags } from './flags.js';
import type { Io } from './io.js';

const WIDTH = 80;
const COMMENT = '# ';

/**
 * Prints a scenario with every default written out, and draws both couplings. The drawing is a comment: what is printed is
 * a scenario file again.
 */
export async function show(name: string, flags: ShowFlags, io: Io): Promise<number> {
  const [source, another] = await findScenarios([name]);
  if (source === undefined || another !== undefined) {
    throw new UsageProblem(
      'several-scenarios',
      `${printable(name)} is more than one scenario: name one of them`,
    );
  }
  const scenario = await loadScenario(source);
  const drawing = drawCouplings(scenario, { width: WIDTH - COMMENT.length, ascii: flags.ascii === true });
  const comment = drawing.map((line) => `${COMMENT}${line}`.trimEnd());
  io.stdout.write(`${toYaml(scenario)}\n${comment.join('\n')}\n`);
  return EXIT.done;
}

/** In blocks, but what is flat and short on one line, as one would write it by hand. */
function toYaml(scenario: Scenario): string {
  const document = new Document(scenario);
  visit(document, {
    Map: (_key, map, path) => {
      const isFlat = map.items.every(({ value }) => isScalar(value) || (isMap(value) && value.flow === true));
      const indent = 2 * path.length;
      if (path.length > 1 && isFlat && indent + JSON.stringify(map).length <= WIDTH) map.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
