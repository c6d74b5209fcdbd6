import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const SOURCE = 'src';
const ENTRY = join(SOURCE, 'index.ts');
/** The files that a declaration names. */
const NAMED = /(?:from |import\()['"](\.[^'"]+)\.js['"]/g;

/**
 * Writes the declarations of the library: `index.d.ts` and what it names, file by file. The compiler would write those of
 * the whole program, six times as many. Types are not checked here: `npm run check` does that.
 */
export async function buildTypes(folder) {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, '.');
  const program = ts.createProgram([ENTRY], {
    ...options,
    noEmit: false,
    noCheck: true,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: folder,
    rootDir: SOURCE,
  });
  const written = new Map();
  program.emit(undefined, (path, text) => written.set(relative(folder, path), text), undefined, true);

  await rm(folder, { recursive: true, force: true });
  const wanted = ['index.d.ts'];
  for (const path of wanted) {
    const text = written.get(path);
    if (text === undefined) throw new Error(`no declaration of ${path}`);
    for (const [, named] of text.matchAll(NAMED)) {
      const next = `${join(dirname(path), named)}.d.ts`;
      if (!wanted.includes(next)) wanted.push(next);
    }
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
