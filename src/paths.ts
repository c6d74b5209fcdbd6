import { fileURLToPath } from 'node:url';

// The build puts all its files side by side in dist/, so what stands beside src/ stands beside dist/, too.

/** The package's own folder, in a clone and where it is installed. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where the build keeps the bundled scenarios as it has resolved them; where the sources run, there is none. */
export const PREPARED = fileURLToPath(new URL('./prepared', import.meta.url));

/** Where the build puts the JSON Schemas, which editors read from the package. */
export const SCHEMA_FILES = fileURLToPath(new URL('../schemas', import.meta.url));

/** What the processes of a real run are started from. */
export const PROCESS = fileURLToPath(new URL('./process.js', import.meta.url));

/** What a worker thread runs. */
export const WORKER = new URL('./worker.js', import.meta.url);
