import { chmod } from 'node:fs/promises';
import { build } from 'rolldown';
import { buildTypes } from './build-types.js';

/**
 * A few files instead of a hundred and fifty: the usual run begins forty milliseconds earlier. What a command needs alone
 * stays in a file of its own, and packages stay packages. rolldown's own command would list them all, at every `npm ci`.
 */
await build({
  input: {
    cli: 'src/cli.ts',
    index: 'src/index.ts',
    worker: 'src/runs/worker.ts',
    process: 'src/real/process.ts',
    // For the build itself and for the tests of what was built.
    prepare: 'src/prepare.ts',
    pool: 'src/runs/pool.ts',
  },
  external: /^[^./]/,
  platform: 'node',
  tsconfig: 'tsconfig.json',
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    chunkFileNames: '[name]-[hash].js',
    // Whoever reads the program reads its sources; what the library says of itself stands in its types.
    comments: { jsdoc: false },
    // Blanks are a sixteenth of the tarball; names stay, for whoever reads a stack.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  },
});
await chmod('dist/cli.js', 0o755);
await buildTypes('dist/types');

const { prepare } = await import('./dist/prepare.js');
await prepare();
