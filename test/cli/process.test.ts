import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ALIAS_BOMB, makeFile, makeFolder, SMALL, withoutHints } from '../commands/console.js';

// Each test starts processes, which on a busy machine take turns with others.
vi.setConfig({ testTimeout: 120_000 });

// What only a real process can show. All else about the command line is tested in process: test/commands/.

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** Hours of virtual time: it ends because somebody wants it to. */
const LONG = SMALL.replace('rate: 50/s', 'rate: 500/s').replace('duration: 2s', 'duration: 5h');

const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined };

function node(...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8', env });
  return { status, stdout, stderr: withoutHints(stderr) };
}

/** Runs in the child before the program: at its n-th turn of the event loop, in the midst of a run, `code` is run. */
function atTurn(turn: number, code: string): string {
  const script = `
    const turn = globalThis.setImmediate;
    let turns = 0;
    globalThis.setImmediate = (...what) => {
      if (++turns === ${turn}) { ${code} }
      return turn(...what);
    };`;
  return `--import=data:text/javascript,${encodeURIComponent(script)}`;
}

async function ended(child: ChildProcess) {
  const written = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('close', (...how) => {
      resolve(how);
    });
  });
  return { code, signal, stdout: written.stdout, stderr: withoutHints(written.stderr) };
}

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('there is no dist/cli.js: npm run build makes it');
});

describe('a process', () => {
  it('prints its help and its version', () => {
    expect(node(CLI, '--help')).toMatchObject({ status: 0, stderr: '' });
    expect(node(CLI, '--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('into a pipe writes results without escape codes, and nothing else', () => {
    const { status, stdout, stderr } = node(CLI, 'run', makeFile(SMALL));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('CONSISTENCY AND DELIVERY');
    expect(stdout).not.toContain('\u001b');
  });

  it('says with its exit code that a gate failed, or that the usage was wrong', () => {
    const file = makeFile(SMALL);
    expect(node(CLI, 'run', file, '--expect', 'direct.completed == 100%').status).toBe(1);
    expect(node(CLI, 'run', file, '--expect', 'direct.completd == 100%')).toMatchObject({
      status: 2,
      stdout: '',
    });
    expect(node(CLI, 'run', file, '--nonsense')).toMatchObject({ status: 2, stdout: '' });
    expect(node(CLI, 'run', `${makeFolder()}/missing.yaml`)).toMatchObject({ status: 2, stdout: '' });
  });

  it('refuses a file that is too large, and one that grows without an end', () => {
    for (const file of [makeFile(Buffer.alloc(10_000_000, 0x78)), makeFile(ALIAS_BOMB)]) {
      const { status, stderr } = node(CLI, 'validate', file);
      expect(status).toBe(2);
      expect(stderr).toMatch(/^error: .*scenario\.yaml/);
    }
  });
});

describe('a reader that goes away', () => {
  it('ends it quietly', async () => {
    const child = spawn(process.execPath, [CLI, 'run', makeFile(SMALL), '--format', 'json'], { env });
    child.stdout.destroy();
    expect(await ended(child)).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
  });

  it('as head does', () => {
    const command = `"${process.execPath}" "${CLI}" run "${makeFile(SMALL)}" --format json | head -3`;
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env });
    expect({ status, stderr: withoutHints(stderr) }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')).toHaveLength(4);
  });
});

describe.skipIf(!existsSync('/dev/full'))('a disk that is full', () => {
  it('is said in one line', () => {
    const command = `"${process.execPath}" "${CLI}" run "${makeFile(SMALL)}" > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env });
    expect(stderr).toMatch(/^error: the results cannot be written: ENOSPC.*\n$/);
    expect(status).toBe(2);
  });
});

describe('an interrupt', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s in the midst of a run prints what was measured and exits %i', async (signal, code) => {
    const running = atTurn(5, 'process.send("running")');
    const child = spawn(process.execPath, [running, CLI, 'run', makeFile(LONG)], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.once('message', () => {
      child.kill(signal);
    });
    const result = await ended(child);
    expect(result).toMatchObject({ code, signal: null, stderr: '' });
    expect(result.stdout).toContain('CONSISTENCY AND DELIVERY');
    expect(result.stdout).toMatch(/direct: interrupted at .* \(simulated\)/);
    expect(result.stdout).toContain('event: interrupted before it began');
    expect(result.stdout).toMatch(/^reproduce: npx coupling-demo run /m);
  });

  it('a second one does not wait for that', async () => {
    const twice = atTurn(5, 'process.emit("SIGINT"); process.emit("SIGINT");');
    const child = spawn(process.execPath, [twice, CLI, 'run', makeFile(LONG)], { env });
    expect(await ended(child)).toEqual({ code: 130, signal: null, stdout: '', stderr: '' });
  });
});

describe('a mistake that nobody waits for', () => {
  it.each([
    ['a promise', 'void Promise.reject(new Error("planted"))'],
    ['a callback', 'setTimeout(() => { throw new Error("planted"); })'],
  ])('is never taken for a gate that failed: %s', async (_what, code) => {
    const child = spawn(process.execPath, [atTurn(5, code), CLI, 'run', makeFile(LONG)], { env });
    const result = await ended(child);
    expect(result).toMatchObject({ code: 70, signal: null });
    expect(result.stderr).toMatch(/^error: coupling-demo has a mistake of its own: planted\n/);
  });
});

describe.skipIf(process.platform === 'win32')('an interrupt while nothing runs', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'is heard: %s while standard input says nothing',
    async (signal) => {
      const script = `const timer = setInterval(() => {
      if (process.listenerCount("SIGINT") === 0) return;
      clearInterval(timer);
      process.send("reading");
    }, 5)`;
      const pipe = `${makeFolder()}/pipe`;
      spawnSync('mkfifo', [pipe]);
      // Open at both ends, and silent.
      const silence = openSync(pipe, 'r+');
      onTestFinished(() => {
        closeSync(silence);
      });
      const reading = `--import=data:text/javascript,${encodeURIComponent(script)}`;
      const child = spawn(process.execPath, [reading, CLI, 'run', '/dev/stdin'], {
        env,
        stdio: [silence, 'pipe', 'pipe', 'ipc'],
      });
      child.once('message', () => {
        child.kill(signal);
      });
      expect(await ended(child)).toMatchObject({ code: null, signal, stdout: '', stderr: '' });
    },
  );
});
