import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { ROOT } from '../paths.js';
import { fail } from './problems.js';
import { countSaved } from './saved.js';

/** Where a scenario comes from. */
export interface ScenarioSource {
  /** What the user would type to name it: `slow-payment`, `./mine.yaml`. */
  name: string;
  /** Its file. */
  path: string;
  /** Its content, where it was given as a text and not as a file; `path` is where it would stand. */
  text?: string;
  /** Which one of the saved results in that file it is, from 0; left out where the file is a scenario itself. */
  saved?: number;
}

export const BUNDLED = join(ROOT, 'scenarios');
const BUNDLED_WORKFLOWS = join(BUNDLED, 'workflows');
/** What `init` writes. In a folder of its own: it is no bundled scenario. */
export const STARTER = join(BUNDLED, 'templates', 'starter.yaml');
const ENDINGS = ['.yaml', '.yml', '.json'];

/**
 * The scenarios that the arguments name: bundled ones by name, files by path, folders for all scenario files in them; a
 * saved result for the scenarios that are in it, or one of them by its place, as in `saved.json#2`.
 *
 * @throws {UsageProblem} when one of them names nothing
 */
export async function findScenarios(args: readonly string[]): Promise<ScenarioSource[]> {
  const found = await Promise.all(args.map(findOne));
  return found.flat();
}

/** The bundled scenarios, by name. */
export async function bundledSources(): Promise<ScenarioSource[]> {
  return (await scenarioFiles(BUNDLED)).map((file) => ({ name: stem(file), path: join(BUNDLED, file) }));
}

/** The names of the bundled workflows. */
export async function bundledWorkflows(): Promise<string[]> {
  return (await scenarioFiles(BUNDLED_WORKFLOWS)).map(stem);
}

export function isBundled({ path }: ScenarioSource): boolean {
  return dirname(path) === BUNDLED;
}

/** A workflow that a scenario names. */
export interface WorkflowSource {
  path: string;
  /** For messages. */
  shown: string;
  bundled: boolean;
}

/** Where the paths of workflows begin. */
export interface Folder {
  path: string;
  /** For messages. */
  shown: string;
}

/** Where what is written in a scenario's file begins. */
export function folderOf(scenario: ScenarioSource): Folder {
  return { path: dirname(scenario.path), shown: dirname(shownName(scenario)) };
}

/** Where what is written on the command line begins. */
export const HERE: Folder = { path: '.', shown: '.' };

/**
 * @param reference the bundled name, or a path
 * @returns for a name that no bundled workflow has, the names that there are
 */
export async function findWorkflow(
  reference: string,
  from: Folder,
): Promise<WorkflowSource | { known: string[] }> {
  if (isPath(reference)) {
    const path = isAbsolute(reference) ? reference : join(from.path, reference);
    return { path, shown: join(from.shown, reference), bundled: false };
  }
  const files = await scenarioFiles(BUNDLED_WORKFLOWS);
  const file = files.find((candidate) => stem(candidate) === reference);
  if (file === undefined) return { known: files.map(stem) };
  return { path: join(BUNDLED_WORKFLOWS, file), shown: join('workflows', file), bundled: true };
}

/** What a message calls the file: as the user wrote it, or for a bundled one `slow-payment.yaml`. */
export function shownName(source: ScenarioSource): string {
  return isBundled(source) && source.name === stem(source.path) ? basename(source.path) : source.name;
}

/** `slow-payment` of `scenarios/slow-payment.yaml`. */
export function stem(path: string): string {
  return basename(path, extname(path));
}

async function findOne(arg: string): Promise<ScenarioSource[]> {
  const bundled = isPath(arg) ? [] : await bundledSources();
  const named = bundled.find(({ name }) => name === arg);
  if (named !== undefined) return [named];
  const kind = await kindOf(arg);
  if (kind === 'folder') return inFolder(arg);
  if (kind === 'nothing') {
    const [, file = '', place = ''] = /^(.+)#([1-9]\d*)$/.exec(arg) ?? [];
    if (hasJson(file) && (await kindOf(file)) === 'file') return [await oneSaved(file, Number(place))];
    if (isPath(arg)) fail({ code: 'no-such-file', place: { file: arg } });
    fail({ code: 'unknown-scenario', found: arg, known: bundled.map(({ name }) => name) });
  }
  return inFile(arg, resolve(arg));
}

/** A scenario, or those of a saved result. */
async function inFile(name: string, path: string): Promise<ScenarioSource[]> {
  const saved = hasJson(path) ? await countSaved(path, name) : undefined;
  if (saved === undefined) return [{ name, path }];
  if (saved === 1) return [{ name, path, saved: 0 }];
  return Array.from({ length: saved }, (_, index) => ({ name: `${name}#${index + 1}`, path, saved: index }));
}

/** @param place of the scenario among those of the file, from 1 */
async function oneSaved(file: string, place: number): Promise<ScenarioSource> {
  const all = await inFile(file, resolve(file));
  const one = all[place - 1];
  if (one !== undefined) return { ...one, name: `${file}#${place}` };
  return fail({
    code: 'not-one-scenario',
    place: { file },
    because: String(all.length),
    known: all.map(({ name }) => name),
  });
}

async function inFolder(folder: string): Promise<ScenarioSource[]> {
  const files = await scenarioFiles(folder);
  if (files.length === 0) fail({ code: 'no-scenarios', place: { file: folder } });
  const found = await Promise.all(files.map((file) => inFile(join(folder, file), resolve(folder, file))));
  return found.flat();
}

async function scenarioFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) =>
    fail({
      code: 'unreadable',
      place: { file: folder },
      because: (error as NodeJS.ErrnoException).code ?? String(error),
    }),
  );
  return entries
    .filter((entry) => !entry.isDirectory() && hasEnding(entry.name))
    .map(({ name }) => name)
    .sort();
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    // It may be there, for all we can see.
    const isHidden = ['EACCES', 'EPERM', 'ELOOP', 'EIO'].includes(reason);
    if (isHidden) fail({ code: 'unreadable', place: { file: path }, because: reason });
    return 'nothing';
  }
}

function hasJson(text: string): boolean {
  return extname(text).toLowerCase() === '.json';
}

function isPath(text: string): boolean {
  return hasEnding(text) || /[/\\]/.test(text);
}

function hasEnding(text: string): boolean {
  return ENDINGS.includes(extname(text).toLowerCase());
}
