import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PREPARED } from '../paths.js';
import type { Scenario } from './scenario.js';
import { BUNDLED, bundledSources, findWorkflow, folderOf, type ScenarioSource } from './sources.js';

/** A scenario, and what its plan warns of, where that was found out when the package was built. */
export interface PreparedScenario {
  scenario: Scenario;
  hints: PreparedHint[];
}

export interface PreparedHint {
  code: string;
  path: string;
  message: string;
}

/**
 * A bundled scenario as it was resolved when the package was built. A parser and a schema take longer to load than the
 * rest of the program; the usual run does without them.
 */
interface Prepared extends PreparedScenario {
  /** The files it was made of, path and content. When one of them has changed, it is worth nothing. */
  madeOf: [path: string, content: string][];
}

/** @returns `undefined` where nothing is prepared, or nothing that still holds: then it has to be read */
export async function readPrepared(
  { name, path }: ScenarioSource,
  folder = PREPARED,
): Promise<PreparedScenario | undefined> {
  if (dirname(path) !== BUNDLED) return undefined;
  try {
    const text = await readFile(join(folder, `${name}.json`), 'utf8');
    const { scenario, hints, madeOf } = JSON.parse(text) as Prepared;
    const present = await Promise.all(madeOf.map(([file]) => readFile(join(BUNDLED, file), 'utf8')));
    return madeOf.every(([, content], index) => content === present[index]) ? { scenario, hints } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A step of the build, after the compiler.
 *
 * @param findHints what the plan of a scenario warns of
 */
export async function prepareScenarios(
  findHints: (scenario: Scenario) => PreparedHint[],
  folder = PREPARED,
): Promise<void> {
  const { readScenario } = await import('./read.js');
  await mkdir(folder, { recursive: true });
  for (const source of await bundledSources()) {
    const scenario = await readScenario(source);
    const paths = [source.path];
    if (scenario.workflow !== undefined) {
      const workflow = await findWorkflow(scenario.workflow, folderOf(source));
      if ('path' in workflow) paths.push(workflow.path);
    }
    const madeOf = await Promise.all(
      paths.map(async (path) => [path.slice(BUNDLED.length + 1), await readFile(path, 'utf8')]),
    );
    await writeFile(
      join(folder, `${source.name}.json`),
      JSON.stringify({ scenario, hints: findHints(scenario), madeOf }),
    );
  }
}
