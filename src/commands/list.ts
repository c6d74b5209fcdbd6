import { bundledScenarios, type CatalogueEntry } from '../scenario/catalogue.js';
import { toJson } from '../render/json.js';
import { cutTo, padTo, widest } from '../render/width.js';
import { loadScenario, type ScenarioSource } from '../scenario/load.js';
import { widthOf } from './display.js';
import { EXIT, exitCodeOf } from './exit.js';
import type { ListFlags } from '../flags/commands.js';
import type { Io } from './io.js';
import { measure } from './measure.js';
import { readFormat } from './outputs.js';

interface Entry {
  name: string;
  title: string;
  question: string;
  workflow: string | null;
  /** A mode, or `none`. */
  winner: string;
}

/** A heading for those that stand on no bundled workflow. */
const OWN_WORKFLOW = '(a workflow of its own)';
const INDENT = '  ';

/**
 * Lists the bundled scenarios, by the workflow that they stand on. Who comes out ahead is measured: each is run, in all its modes. That takes a moment, so each
 * line is printed as soon as it is known.
 */
export async function list(flags: ListFlags, io: Io): Promise<number> {
  const format = readFormat(flags.format ?? 'table', 'list');
  const scenarios = byWorkflow(await bundledScenarios());
  const line = format === 'table' ? lineMaker(scenarios, widthOf(flags.width, io)) : undefined;
  if (line !== undefined) io.stdout.write(line('scenario', 'what it asks', 'ahead'));
  const entries: Entry[] = [];
  for (const { name, path, title, question, workflow = null } of scenarios) {
    if (line !== undefined && (entries.length === 0 || workflow !== entries.at(-1)?.workflow)) {
      io.stdout.write(`${workflow ?? OWN_WORKFLOW}\n`);
    }
    const winner = await findWinner({ name, path }, io);
    const interrupt = io.interrupted();
    if (interrupt !== undefined) return exitCodeOf(interrupt);
    entries.push({ name, title, question, workflow, winner });
    if (line !== undefined) io.stdout.write(line(INDENT + name, question, winner));
  }
  if (format === 'json') io.stdout.write(toJson(entries));
  return EXIT.done;
}

/** Those of one workflow together, in the order of their names; last, those that bring their own. */
function byWorkflow(scenarios: readonly CatalogueEntry[]): CatalogueEntry[] {
  const last = '\uffff';
  const key = ({ workflow = last, name }: CatalogueEntry): string => `${workflow} ${name}`;
  return [...scenarios].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

async function findWinner(source: ScenarioSource, io: Io): Promise<string> {
  const scenario = await loadScenario(source);
  const alone = await measure(scenario, io, { control: false });
  if (alone === undefined) return 'none';
  // Goodput is told without the control runs, and decides most of them: these can be spared.
  if (alone.better.by === 'goodput' || scenario.faults.length === 0) return alone.better.mode;
  return (await measure(scenario, io))?.better.mode ?? 'none';
}

/** Room for a mode that often comes out ahead; a longer name takes it from its question. */
const AHEAD = 'direct'.length;

/** Makes lines of a width; a question that is too long for it is cut. */
function lineMaker(scenarios: readonly { name: string; question: string }[], width: number) {
  const names = INDENT.length + widest(scenarios.map(({ name }) => name));
  const longest = widest(scenarios.map(({ question }) => question));
  const questions = Math.max(10, Math.min(longest, width - names - AHEAD - 4));
  return (name: string, question: string, ahead: string): string => {
    const room = Math.max(10, questions - Math.max(0, ahead.length - AHEAD));
    return `${padTo(name, names)}  ${padTo(cutTo(question, room, '…'), room)}  ${ahead}\n`;
  };
}
