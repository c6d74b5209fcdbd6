import { readFile } from 'node:fs/promises';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import { STARTER } from '../scenario/sources.js';
import { shellQuote } from './reproduce.js';
import { schemaReference } from './schema-reference.js';
import { EXIT } from './exit.js';
import type { InitFlags } from '../flags/commands.js';
import type { Io } from './io.js';
import { cannotWrite, writeFiles, writeNewFile } from './files.js';

/**
 * Writes a commented scenario to start from, with the schema by which editors know its fields, and says how to run it.
 *
 * @throws {UsageProblem} when there is a file of that name already, unless `--force` replaces it; when it cannot be written
 */
export async function init(file: string, { force = false }: InitFlags, io: Io): Promise<number> {
  const text = `# yaml-language-server: $schema=${await schemaReference(file)}\n${await readFile(STARTER, 'utf8')}`;
  try {
    // The file system says whether there is one, at the moment of writing: nothing can come between.
    await (force ? writeFiles([{ file, text }], () => printable(file)) : writeNewFile(file, text));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(printable(file), error);
    throw new UsageProblem('file-exists', `${printable(file)}: file exists; use --force to overwrite`);
  }
  // A plain word might be the name of a bundled scenario.
  const named = shellQuote(/[/\\.]/.test(file) ? file : `./${file}`);
  io.stdout.write(`written: ${printable(file)}\nrun it:  npx coupling-demo run ${named}\n`);
  return EXIT.done;
}
