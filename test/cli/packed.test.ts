import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGES } from '../support/docs.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MOST_BYTES = 400_000;

/** A folder in which the packed tarball is installed, with the packages that it needs from here: no registry is asked. */
const folder = mkdtempSync(join(tmpdir(), 'coupling-demo-'));
const installed = join(folder, 'node_modules/coupling-demo');
let tarball = '';
let files: string[] = [];

const { dependencies, devDependencies } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as Record<'dependencies' | 'devDependencies', Record<string, string>>;

beforeAll(() => {
  const out = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(out) as { filename: string; files: { path: string }[] }[];
  tarball = join(folder, packed?.filename ?? '');
  files = packed?.files.map(({ path }) => path) ?? [];
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  for (const name of [...Object.keys(dependencies), '@types/node']) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), place);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function runScript(name: string, script: string): string {
  writeFileSync(join(folder, name), script);
  return execFileSync(process.execPath, [name], { cwd: folder, encoding: 'utf8' });
}

describe('the packed tarball', () => {
  it('has what is needed, and no stray file', () => {
    const stray = files.filter(
      (file) =>
        !/^(dist|scenarios|schemas)\//.test(file) &&
        !['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'].includes(file),
    );
    expect(stray).toEqual([]);
    const kinds = new Set(
      files.filter((file) => file.startsWith('dist/')).map((file) => /(\.d)?\.\w+$/.exec(file)?.[0]),
    );
    expect(kinds).toEqual(new Set(['.js', '.json', '.d.ts']));
    expect(files).toContain('dist/types/index.d.ts');
  });

  it('stays small', () => {
    expect(statSync(tarball).size).toBeLessThan(MOST_BYTES);
  });

  it('has nothing that publint minds', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('has types that are right, for everybody who can import it', async () => {
    const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(tarball))));
    // It is ESM: whoever has CommonJS imports it dynamically, and TypeScript says so.
    const problems =
      checked.types === false
        ? ['no types']
        : checked.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM');
    expect(problems).toEqual([]);
  });

  it('is a library that ten lines can use', () => {
    const script = `
import { writeFile } from 'node:fs/promises';
import { loadScenario, render, run, UsageProblem } from 'coupling-demo';

const comparison = await run(await loadScenario('slow-payment'));
await writeFile('report.html', await render(comparison, 'html'));
const problem = await loadScenario('slow-paymnet').catch((error) => error);
console.log(comparison.better.mode, problem instanceof UsageProblem, problem.code);
`;
    expect(runScript('ten-lines.mjs', script)).toBe('event true unknown-scenario\n');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(
      /^<!doctype html>[^]*<title>Slow payment – [^]*<\/html>\n$/,
    );
  });

  it('runs many seeds in its own worker threads', () => {
    const script = `
import { loadScenario, run } from 'coupling-demo';
const { runs } = await run(await loadScenario('two-services'), { runs: 3, threads: 2 });
console.log(runs.seeds.join());
`;
    expect(runScript('threads.mjs', script)).toBe('42,43,44\n');
  });

  it('is still a command', () => {
    const out = execFileSync(
      process.execPath,
      [join(installed, 'dist/cli.js'), 'run', 'two-services', '--quiet'],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    expect(out).toContain('Better here');
  });

  it.each([
    ['bundler', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
    ['nodenext', ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
  ])('has types that hold under strict, with moduleResolution %s', (name, module, moduleResolution) => {
    const file = join(folder, `${name}.mts`);
    writeFileSync(
      file,
      `import { checkGates, type Changes, compare, type Comparison, loadScenario, render, run, type Scenario, sweep, trace, UsageProblem } from 'coupling-demo';
const scenario: Scenario = await loadScenario('slow-payment', { set: { seed: 7 } });
const comparison: Comparison = await run(scenario, { runs: 3, signal: AbortSignal.timeout(1000), onProgress: ({ done }) => done.toFixed() });
const mode: string = comparison.better.mode;
const p99: number | null | undefined = comparison.modes[mode]?.endToEnd.p99;
const held: boolean[] = (await checkGates(comparison, ['event.completed >= 99%'])).map((gate) => gate.held);
const changes: Changes = await compare(comparison, comparison, { failOn: 'worse=5%' });
const text: string = await render(changes, 'json') + (await render(await trace(scenario), 'table')) + (await render(await sweep(scenario, { vary: 'load.rate=1/s,2/s' }), 'markdown'));
const why = (error: unknown) => (error instanceof UsageProblem ? [error.code, error.path?.[0], error.place] : []);
// @ts-expect-error -- a scenario has to be loaded first
await run('slow-payment');
// @ts-expect-error -- there is no such format
await render(comparison, 'pdf');
export { held, p99, text, why };
`,
    );
    const program = ts.createProgram([file], {
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      module,
      moduleResolution,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts'],
      types: ['node'],
      typeRoots: [join(folder, 'node_modules/@types')],
    });
    // Of ours alone: what other packages declare is theirs.
    const own = ts
      .getPreEmitDiagnostics(program)
      .filter(({ file: at }) => at === undefined || !/node_modules\/(?!coupling-demo)/.test(at.fileName));
    expect(
      own.map(
        ({ messageText, file: at }) =>
          `${at?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      ),
    ).toEqual([]);
  });
});

describe('an example on the page of the library', () => {
  const page = PAGES.find(({ name }) => name === 'docs/library.md');
  const examples = [...(page?.text.matchAll(/```js\n([^]*?)```/g) ?? [])].map(([, code = ''], index) => ({
    index,
    code,
  }));

  it('there are some', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples)('runs: $code', ({ index, code }) => {
    expect(runScript(`example-${index}.mjs`, code)).toMatch(/\S/);
  });

  it('leaves nothing behind', () => {
    expect(
      readdirSync(folder).filter(
        (name) =>
          !/^(example-\d+|ten-lines|threads)\.mjs$|^report\.html$|\.tgz$|^node_modules$|\.mts$/.test(name),
      ),
    ).toEqual([]);
  });
});

it('what is only for building is no dependency', () => {
  expect(Object.keys(dependencies).filter((name) => name in devDependencies)).toEqual([]);
});
