import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Who has written what in the folder of a run: the outer caller has 0, services follow, the keeper is last. */
const KEEPER = 255;

/** @returns the path of a process's journal, or of what it has said on its standard streams */
export function fileOf(folder: string, kind: 'journal' | 'log', process: number): string {
  return join(folder, `${kind}-${process}`);
}

export const KEEPER_PROCESS = KEEPER;

/**
 * Copies journals and logs to where they stay, named after the services. Nothing else: there are secrets beside them.
 *
 * @param services their names, which may be anything: what no file name should have is left out
 */
export function keepFiles(folder: string, to: string, services: readonly string[]): void {
  mkdirSync(to, { recursive: true });
  const names = new Map(services.map((name, index) => [index + 1, `${index + 1}-${plain(name)}`]));
  names.set(0, '0-caller');
  names.set(KEEPER, 'keeper');
  for (const file of readdirSync(folder)) {
    const [, kind = '', process = ''] = /^(journal|log)-(\d+)$/.exec(file) ?? [];
    const name = names.get(Number(process));
    if (kind !== '' && name !== undefined)
      copyFileSync(join(folder, file), join(to, `${name}.${kind === 'log' ? 'log' : 'jsonl'}`));
    else if (file === 'broker.log') copyFileSync(join(folder, file), join(to, file));
  }
}

/** A part of a file's name. */
export function plain(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '_').slice(0, 60);
}
