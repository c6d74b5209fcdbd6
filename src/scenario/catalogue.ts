import { bundledSources, type ScenarioSource } from './sources.js';
import { readMapping } from './source-text.js';

/** A bundled scenario, as a list shows it. */
export interface CatalogueEntry extends ScenarioSource {
  title: string;
  question: string;
  /** The bundled workflow it stands on; `undefined` if it brings its own. */
  workflow: string | undefined;
}

/** The bundled scenarios, by name. They are read, not checked: the tests do that. */
export async function bundledScenarios(): Promise<CatalogueEntry[]> {
  const sources = await bundledSources();
  return Promise.all(
    sources.map(async ({ name, path }) => {
      const { title, question, workflow } = (await readMapping({ path, shown: name })).root;
      return {
        name,
        path,
        title: typeof title === 'string' ? title : name,
        question: typeof question === 'string' ? question : '',
        workflow: typeof workflow === 'string' ? workflow : undefined,
      };
    }),
  );
}
