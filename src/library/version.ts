import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.js';

/** As the package says. */
export function readVersion(): string {
  const file = readFileSync(join(ROOT, 'package.json'), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}
