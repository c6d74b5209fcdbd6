import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunMeasurements } from '../../src/measure/measurements.js';
import { tasksFor, perform } from '../../src/runs/run-task.js';
import { makeFile, SMALL, withoutHints } from '../commands/console.js';
import { exponential, scenario } from '../support/scenario.js';

// Each test starts processes, which on a busy machine take turns with others.
vi.setConfig({ testTimeout: 120_000 });

// Worker threads run what was compiled, so they are tested there.

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const RANDOM = SMALL.replace('constant', 'poisson').replaceAll(
  'latency: 5ms',
  'latency: { distribution: exponential, mean: 5ms }',
);
const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined };

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('there is no dist/cli.js: npm run build makes it');
});

function cli(...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...argv], { encoding: 'utf8', env });
  return { status, stdout, stderr: withoutHints(stderr) };
}

/**
 * Runs in the child before the program: does something when both of two threads are given their n-th task, and so have done
 * all that they were given before. `what` is what the second one is given.
 */
function atTask(n: number, code: string): string {
  const script = `
    import { isMainThread, Worker } from 'node:worker_threads';
    const give = Worker.prototype.postMessage;
    const given = new Map();
    if (isMainThread) Worker.prototype.postMessage = function (...what) {
      given.set(this, (given.get(this) ?? 0) + 1);
      if (given.size === 2 && Math.min(...given.values()) === ${n}) { ${code} }
      return give.apply(this, what);
    };`;
  return `--import=data:text/javascript,${encodeURIComponent(script)}`;
}

async function ended(child: ChildProcess) {
  const written = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  const code = await new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return { code, stdout: written.stdout, stderr: withoutHints(written.stderr) };
}

function interruptedAt(task: number, ...argv: string[]) {
  const child = spawn(process.execPath, [atTask(task, "process.send('running')"), CLI, ...argv], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // Once is enough: a second signal would not wait for anything.
  child.once('message', () => {
    child.kill('SIGINT');
  });
  return ended(child);
}

describe('any number of threads', () => {
  const bytesOf = (command: string, file: string, ...argv: string[]) => {
    const result = cli(command, file, ...argv);
    expect(result).toMatchObject({ status: 0, stderr: '' });
    return result.stdout;
  };

  it("gives the same bytes, fewer than there is to do or more, and the machine's own", () => {
    const file = makeFile(RANDOM);
    const argv = ['--runs', '3', '--format', 'json'];
    const one = bytesOf('run', file, ...argv, '--threads', '1');
    for (const threads of ['2', '20']) expect(bytesOf('run', file, ...argv, '--threads', threads)).toBe(one);
    expect(bytesOf('run', file, ...argv)).toBe(one);
  });

  it.each([
    ['run', ['--runs', '6', '--format', 'table', '--format', 'markdown']],
    ['sweep', ['--vary', 'load.rate=40/s..80/s/3', '--runs', '2', '--format', 'json']],
    ['sweep', ['--vary', 'bus.deliveryLatency=0ms..9ms/3', '--figure', 'completionTime.mean', '--runs', '3']],
  ])('gives the same bytes: %s %j', (command, argv) => {
    const file = makeFile(RANDOM);
    const one = bytesOf(command, file, ...argv, '--threads', '1');
    expect(bytesOf(command, file, ...argv, '--threads', '2')).toBe(one);
  });
});

describe('an interrupt of threads', () => {
  it('leaves the seeds that are complete and exits 130', async () => {
    // Four tasks for each seed: when both have been given twelve, 22 are done at least.
    const { code, stdout, stderr } = await interruptedAt(
      12,
      'run',
      makeFile(RANDOM),
      '--runs',
      '1000',
      '--threads',
      '2',
    );
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    const [, seeds] = /interrupted: (\d+) of 1000 runs complete/.exec(stdout) ?? [];
    expect(Number(seeds)).toBeGreaterThanOrEqual(5);
    expect(Number(seeds)).toBeLessThan(1000);
    expect(stdout).toContain(`means of ${seeds ?? ''} runs, seeds 42 to ${41 + Number(seeds)}`);
    expect(stdout).toContain('CONSISTENCY AND DELIVERY');
    expect(stdout).toMatch(/^reproduce: npx coupling-demo run .*/m);
  });

  it('does not wait for a task that takes hours', async () => {
    const file = makeFile(
      RANDOM.replace('rate: 50/s', 'rate: 500/s').replace('duration: 2s', 'duration: 5h'),
    );
    expect(await interruptedAt(1, 'run', file, '--runs', '2', '--threads', '2')).toEqual({
      code: 130,
      stdout: '',
      stderr: 'interrupted before the first of the runs was complete\n',
    });
  });

  it('leaves a sweep its points', async () => {
    const file = makeFile(RANDOM);
    const vary = ['--vary', 'load.rate=40/s..80/s/3', '--runs', '500', '--threads', '2'];
    const { code, stdout } = await interruptedAt(12, 'sweep', file, ...vary);
    expect(code).toBe(130);
    expect(stdout).toMatch(/interrupted: \d+ of 500 seeds were complete/);
    expect(stdout).toMatch(/^ 80\/s /m);
  });
});

describe('a mistake in a thread', () => {
  const brokenAt = (task: number, ...argv: string[]) => {
    const broken = atTask(task, "what[0] = { ...what[0], mode: 'pigeons' };");
    return ended(spawn(process.execPath, [broken, CLI, ...argv], { env }));
  };
  const MISTAKE = /^error: coupling-demo has a mistake of its own: .*no mode pigeons/;

  it('exits with 70 and leaves the seeds that were complete before it', async () => {
    const { code, stdout, stderr } = await brokenAt(
      12,
      ...['run', makeFile(RANDOM), '--runs', '1000', '--threads', '2'],
    );
    expect(code).toBe(70);
    expect(stderr).toMatch(MISTAKE);
    const [, seeds] = /(\d+) of 1000 runs complete/.exec(stdout) ?? [];
    expect(Number(seeds)).toBeGreaterThanOrEqual(2);
    expect(stdout).toContain(`means of ${seeds ?? ''} runs, seeds 42 to ${41 + Number(seeds)}`);
    expect(stdout).toMatch(/^reproduce: npx coupling-demo run .*/m);
  });

  it('exits with 70 and leaves the points of a sweep that were measured before it', async () => {
    const vary = ['--vary', 'load.rate=40/s..80/s/3', '--runs', '500', '--threads', '2'];
    const { code, stdout, stderr } = await brokenAt(12, 'sweep', makeFile(RANDOM), ...vary);
    expect(code).toBe(70);
    expect(stderr).toMatch(MISTAKE);
    expect(stdout).toMatch(/\d+ of 500 seeds were complete/);
    expect(stdout).toMatch(/^ 80\/s /m);
  });

  it('prints nothing but the mistake where no run was complete', async () => {
    const { code, stdout, stderr } = await brokenAt(
      1,
      ...['run', makeFile(RANDOM), '--runs', '2', '--threads', '2'],
    );
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
    expect(stderr).toMatch(MISTAKE);
  });
});

describe('a pool of threads', () => {
  interface Compiled {
    Pool: new (options: { threads: number; interrupted: () => boolean }) => {
      run(
        tasks: readonly unknown[],
        progress?: (done: number) => void,
      ): Promise<(RunMeasurements | undefined)[]>;
      close(): Promise<void>;
      readonly mistake: { error: unknown } | undefined;
    };
  }
  const quiet = scenario({
    services: { front: '1ms', back: { latency: exponential('5ms') } },
    steps: ['front', 'back'],
    load: { rate: '10/s', requests: 20 },
  });

  async function openPool(threads: number, interrupted = () => false) {
    const { Pool } = (await import(new URL('../../dist/pool.js', import.meta.url).href)) as Compiled;
    return new Pool({ threads, interrupted });
  }

  it('does task after task with the threads that it has, in the order of the tasks', async () => {
    const tasks = [1, 2, 3, 4].flatMap((seed) => tasksFor(quiet, seed));
    const expected = await Promise.all(tasks.map((task) => perform(task)));
    const pool = await openPool(3);
    const told: number[] = [];
    expect(await pool.run(tasks, (done) => told.push(done))).toEqual(expected);
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await pool.run(tasks.slice(2, 3))).toEqual([expected[2]]);
    await pool.close();
  });

  it('hears of what is thrown in a thread', async () => {
    const pool = await openPool(2);
    const tasks = tasksFor(quiet, 1).map((task) => ({ ...task, mode: 'pigeons' }));
    expect(await pool.run(tasks)).toEqual([undefined, undefined]);
    expect(String(pool.mistake?.error)).toContain('no mode pigeons');
    await pool.close();
  });
});
