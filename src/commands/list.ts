import { ahead } from '../compare/ahead.js';
import { bundledScenarios } from '../scenario/catalogue.js';
import { loadScenario } from '../scenario/load.js';
import { widthOf } from './display.js';
import { EXIT, exitCodeOf } from './exit.js';
import type { ListFlags } from './flags.js';
import type { Io } from './io.js';
import { measure } from './measure.js';
import { readFormat } from './outputs.js';
import { Progress } from './progress.js';

interface Entry {
  name: string;
  title: string;
  question: string;
  workflow: string | null;
  /** A mode, or `none`. */
  ahead: string;
}

/** Lists the bundled scenarios. Who comes out ahead is measured: each is run, in all its modes. */
export async function list(flags: ListFlags, io: Io): Promise<number> {
  const format = readFormat(flags.format ?? 'table', ['table', 'json']);
  const width = widthOf(flags.width, io);
  const progress = new Progress(io);
  const entries: Entry[] = [];
  for (const source of await bundledScenarios()) {
    progress.say(`running ${source.name} …`);
    const comparison = await measure(await loadScenario(source), io);
    const interrupt = io.interrupted();
    if (interrupt !== undefined || comparison === undefined) {
      progress.end();
      return exitCodeOf(interrupt ?? 'SIGINT');
    }
    const { name, title, question, workflow = null } = source;
    entries.push({ name, title, question, workflow, ahead: ahead(comparison) });
  }
  progress.end();
  io.stdout.write(format === 'json' ? `${JSON.stringify(entries, null, 2)}\n` : tableOf(entries, width));
  return EXIT.done;
}

/** A line each; a question that is too long is cut. */
function tableOf(entries: readonly Entry[], width: number): string {
  const rows = [{ name: 'scenario', question: 'what it asks', ahead: 'ahead' }, ...entries];
  const names = Math.max(...rows.map(({ name }) => name.length));
  const aheads = Math.max(...rows.map(({ ahead }) => ahead.length));
  const questions = Math.max(
    10,
    Math.min(width - names - aheads - 4, Math.max(...rows.map(({ question }) => question.length))),
  );
  const line = ({ name, question, ahead }: Pick<Entry, 'name' | 'question' | 'ahead'>): string => {
    const short = question.length > questions ? `${question.slice(0, questions - 1)}…` : question;
    return `${name.padEnd(names)}  ${short.padEnd(questions)}  ${ahead}\n`;
  };
  return rows.map(line).join('');
}
