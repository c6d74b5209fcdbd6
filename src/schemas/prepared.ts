import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SCHEMA_FILES } from '../paths.js';
import { SCHEMAS } from './registry.js';

/** A step of the build: the schemas as files, for editors that read them from the package; blanks would be a fiftieth of it. */
export async function prepareSchemas(folder = SCHEMA_FILES): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, make] of Object.entries(SCHEMAS)) {
    await writeFile(join(folder, `${name}.json`), `${JSON.stringify(make())}\n`);
  }
}
