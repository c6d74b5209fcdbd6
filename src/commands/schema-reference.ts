import { access, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../paths.js';
import { readVersion } from '../library/version.js';

const PACKAGE = 'coupling-demo';
const SCHEMA = join('schemas', 'scenario.json');

/**
 * Where an editor finds the schema of a scenario file: in the package that is installed beside it or above it, in the
 * checkout that it is part of, in the package that is running, or, where that is a cache of npx, on the web.
 *
 * @param file where the scenario will stand
 */
export async function schemaReference(file: string, root = ROOT): Promise<string> {
  const folder = await realpath(dirname(resolve(file))).catch(() => dirname(resolve(file)));
  for (let above = folder; ; above = dirname(above)) {
    const installed = join(above, 'node_modules', PACKAGE, SCHEMA);
    if (await isThere(installed)) return relativeUrl(folder, installed);
    if (above === dirname(above)) break;
  }
  const own = join(root, SCHEMA);
  const isCached = root.split(sep).includes('_npx');
  if (isCached || !(await isThere(own)))
    return `https://unpkg.com/${PACKAGE}@${readVersion()}/schemas/scenario.json`;
  const isInCheckout =
    !root.split(sep).includes('node_modules') && (folder + sep).startsWith(resolve(root) + sep);
  return isInCheckout ? relativeUrl(folder, own) : pathToFileURL(own).href;
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** In the comment that names it, it ends with the first blank. */
function relativeUrl(from: string, to: string): string {
  const path = relative(from, to).split(sep).map(encodeURIComponent).join('/');
  return path.startsWith('..') ? path : `./${path}`;
}
