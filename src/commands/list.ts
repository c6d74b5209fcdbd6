import { bundledScenarios, type CatalogueEntry } from '../scenario/catalogue.js';
import type { Criterion } from '../compare/better.js';
import { toJson } from '../render/json.js';
import { paragraph } from '../render/terminal/grid.js';
import { type Style, styleOf } from '../render/terminal/style.js';
import { toAscii } from '../render/text.js';
import { padTo, widest } from '../render/width.js';
import { loadScenario, type ScenarioSource } from '../scenario/load.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { colorLevel, isAscii, widthOf } from './display.js';
import { EXIT, exitCodeOf } from './exit.js';
import type { ListFlags } from '../flags/commands.js';
import type { Io } from './io.js';
import { measureWith } from './measure-with.js';
import { readFormat } from '../library/read-format.js';

interface Entry {
  name: string;
  title: string;
  question: string;
  workflow: string | null;
  /** A mode, or `none`. */
  winner: string;
  /** The criterion that decided; `null` where none did. */
  by: Criterion | null;
}

/** A heading for those that stand on no bundled workflow. */
const OWN_WORKFLOW = '(inline workflow)';
const INDENT = '  ';

/** Nothing is run: who wins is not known. */
type FastEntry = Omit<Entry, 'winner' | 'by'>;

/**
 * Lists the bundled scenarios, by the workflow that they stand on. Winners, and by what they win, are measured: each scenario is run, in all its
 * modes. That takes a moment, so each line is printed as soon as it is known.
 *
 * @throws {UsageProblem} when none has the text that it is to have
 */
export async function list({ filter, fast = false, ...flags }: ListFlags, io: Io): Promise<number> {
  const format = readFormat(flags.format ?? 'table', 'list');
  const style = styleOf(colorLevel(flags.color, io));
  const scenarios = byWorkflow(filtered(await bundledScenarios(), filter));
  const line =
    format === 'table' ? lineMaker(scenarios, { width: widthOf(flags.width, io), style, fast }) : undefined;
  if (line !== undefined) io.stdout.write(line('scenario', 'question', 'winner', 'by'));
  const shown = isAscii(flags.ascii, io) ? toAscii : (text: string): string => text;
  const entries: (Entry | FastEntry)[] = [];
  for (const { name, path, title, question, workflow = null } of scenarios) {
    if (line !== undefined && (entries.length === 0 || workflow !== entries.at(-1)?.workflow)) {
      io.stdout.write(`${style.title(workflow ?? OWN_WORKFLOW)}\n`);
    }
    const won = fast ? undefined : await findWinner({ name, path }, io);
    const interrupt = io.interrupted();
    if (interrupt !== undefined) return exitCodeOf(interrupt);
    entries.push({ name, title, question, workflow, ...won });
    if (line !== undefined)
      io.stdout.write(shown(line(INDENT + name, question, won?.winner ?? '', won?.by ?? '')));
  }
  if (format === 'json') io.stdout.write(toJson(entries));
  return EXIT.done;
}

/** Those that have the text somewhere, whatever its case. */
function filtered(
  scenarios: readonly CatalogueEntry[],
  filter: string | undefined,
): readonly CatalogueEntry[] {
  if (filter === undefined) return scenarios;
  const wanted = filter.toLowerCase();
  const found = scenarios.filter(({ name, title, question, workflow = '' }) =>
    [name, title, question, workflow].some((text) => text.toLowerCase().includes(wanted)),
  );
  if (found.length > 0) return found;
  throw new UsageProblem(
    'no-scenarios',
    `--filter ${printable(filter, 80)}: none of the ${scenarios.length} bundled scenarios has this text`,
  );
}

/** Those of one workflow together, in the order of their names; last, those that bring their own. */
function byWorkflow(scenarios: readonly CatalogueEntry[]): CatalogueEntry[] {
  const last = '\uffff';
  const key = ({ workflow = last, name }: CatalogueEntry): string => `${workflow} ${name}`;
  return [...scenarios].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

async function findWinner(source: ScenarioSource, io: Io): Promise<Pick<Entry, 'winner' | 'by'>> {
  const scenario = await loadScenario(source);
  const alone = await measureWith(io, scenario, { control: false });
  // Goodput is told without the control runs, and decides most of them: these can be spared.
  const isDecided = alone === undefined || alone.better.by === 'goodput' || scenario.faults.length === 0;
  const better = (isDecided ? alone : await measureWith(io, scenario))?.better;
  return { winner: better?.mode ?? 'none', by: better?.by ?? null };
}

/** Room for a mode that often wins; a longer name takes it from its question. */
const WINNER = 'direct'.length;
/** The longest word for what decided; on a narrower screen it is left to the questions. */
const REASON = 'simplicity'.length;
const REASON_FROM = 80;
const GAP = 2;
/** A question has this many columns at least, and then a line may be longer than the screen. */
const NARROWEST_QUESTION = 10;

interface LineLooks {
  width: number;
  style: Style;
  /** Without the winners. */
  fast: boolean;
}

/** Makes lines of a width; a question that is too long for one goes on in the next. */
function lineMaker(
  scenarios: readonly { name: string; question: string }[],
  { width, style, fast }: LineLooks,
) {
  const names = INDENT.length + widest(scenarios.map(({ name }) => name));
  const longest = widest(scenarios.map(({ question }) => question));
  const hasReason = width >= REASON_FROM;
  const room = width - names - GAP - (fast ? 0 : GAP + WINNER + (hasReason ? GAP + REASON : 0));
  return (name: string, question: string, winner: string, by: string): string => {
    const beyond = Math.max(0, winner.length - WINNER);
    const questions = Math.max(NARROWEST_QUESTION, Math.min(longest, room) - (fast ? 0 : beyond));
    const lines = paragraph(question, questions, '…');
    const gap = ' '.repeat(GAP);
    const last = hasReason ? `${padTo(winner, WINNER)}${gap}${style.quiet(by)}`.trimEnd() : winner;
    return lines
      .map((line, index) => {
        if (index > 0) return `${' '.repeat(names)}${gap}${line}\n`;
        const start = `${padTo(name, names)}${gap}`;
        return fast ? `${start}${line}\n` : `${start}${padTo(line, questions)}${gap}${last}\n`;
      })
      .join('');
  };
}
