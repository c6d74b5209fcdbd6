import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { makeFolder, SMALL, withoutHints } from '../commands/console.js';

// Each test starts processes, which on a busy machine take turns with others.
vi.setConfig({ testTimeout: 180_000 });

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const SAVED = fileURLToPath(new URL('../results/saved/0.1.0-one-run.json', import.meta.url));
const SWEPT = ['--vary', 'load.rate=10/s,20/s', '--runs', '2', '--threads', '1'];

function folderWithScenario(): string {
  const folder = makeFolder();
  writeFileSync(join(folder, 'small.yaml'), SMALL);
  return folder;
}

describe.skipIf(process.platform === 'win32')('a disk with no room for all of a file', () => {
  // The shell's limit on the size of a file, in kilobytes: the first of it is written, the rest is not.
  const limited = (kilobytes: number, folder: string, ...argv: string[]) => {
    const script = 'ulimit -f "$0"; exec "$@"';
    const command = [process.execPath, CLI, ...argv];
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script, String(kilobytes), ...command], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, stdout, stderr: withoutHints(stderr) };
  };

  it('leaves a result that was there as it was, and nothing beside it', () => {
    const folder = folderWithScenario();
    writeFileSync(join(folder, 'out.json'), 'before');
    const outputs = ['--output', 'out.json', '--output', 'other.md'];
    const { status, stderr } = limited(4, folder, 'run', 'small.yaml', ...outputs);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: --output out\.json: it cannot be written: .*\n$/);
    expect(readFileSync(join(folder, 'out.json'), 'utf8')).toBe('before');
    expect(readdirSync(folder).sort()).toEqual(['out.json', 'small.yaml']);
  });

  it.each<[flag: string, ...argv: string[]]>([
    ['--report', 'run', 'small.yaml'],
    ['--report', 'trace', 'small.yaml'],
    ['--output', 'trace', 'small.yaml'],
    ['--report', 'sweep', 'small.yaml', ...SWEPT],
    ['--output', 'sweep', 'small.yaml', ...SWEPT],
    ['--report', 'compare', 'base.json', 'base.json'],
    ['--output', 'compare', 'base.json', 'base.json'],
    ['--output', 'report', 'base.json'],
  ])('leaves the page of %s that was there, and says which flag: %s', (flag, ...argv) => {
    const folder = folderWithScenario();
    spawnSync(process.execPath, [CLI, 'run', 'small.yaml', '--output', 'base.json'], { cwd: folder });
    writeFileSync(join(folder, 'out.html'), 'before');
    const { status, stdout, stderr } = limited(4, folder, ...argv, flag, 'out.html');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^error: ${flag} out\\.html: it cannot be written: .*\n$`));
    expect(readFileSync(join(folder, 'out.html'), 'utf8')).toBe('before');
    expect(readdirSync(folder).sort()).toEqual(['base.json', 'out.html', 'small.yaml']);
  });

  it.each([[[]], [['--force']]])('leaves no half of what init writes: %j', (force) => {
    const folder = makeFolder();
    const { status, stderr } = limited(1, folder, 'init', 'mine.yaml', ...force);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: mine\.yaml: it cannot be written: .*\n$/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.skipIf(!existsSync('/proc/self/'))('a file system that takes no files', () => {
  it.each([
    ['run', 'two-services', '--output', '/proc/out.json'],
    ['trace', 'two-services', '--output', '/proc/out.json'],
    ['run', 'two-services', '--report', '/proc/out.html'],
    ['trace', 'two-services', '--report', '/proc/out.html'],
    ['sweep', 'two-services', ...SWEPT, '--report', '/proc/out.html'],
    ['sweep', 'two-services', ...SWEPT, '--output', '/proc/out.json'],
    ['compare', SAVED, SAVED, '--report', '/proc/out.html'],
    ['compare', SAVED, SAVED, '--output', '/proc/out.json'],
    ['report', SAVED, '--output', '/proc/out.html'],
    ['init', '/proc/mine.yaml'],
  ])('is found out, with one message: %s', (...argv) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...argv], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .*it cannot be written: .*\n$/);
  });
});

describe.skipIf(process.platform === 'win32')('a kill at any moment', () => {
  /** The command is killed after so many milliseconds; then what is there is looked at. */
  const killed = async (folder: string, after: number, ...argv: string[]): Promise<void> => {
    const child = spawn(process.execPath, [CLI, ...argv], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('close', resolve));
    const timer = setTimeout(() => child.kill('SIGKILL'), after);
    await ended;
    clearTimeout(timer);
  };

  it('leaves a result as it was, or whole', async () => {
    const folder = folderWithScenario();
    const out = join(folder, 'out.json');
    const seen = new Set<string>();
    for (
      let after = 20;
      after <= 600 || (!seen.has('new') && after < 20_000);
      after += after < 600 ? 30 : 2000
    ) {
      writeFileSync(out, '"before"');
      await killed(folder, after, 'run', 'small.yaml', '--output', 'out.json');
      const left = JSON.parse(readFileSync(out, 'utf8')) as string | { schema: string };
      expect(left === 'before' || (left as { schema: string }).schema.startsWith('coupling-demo/')).toBe(
        true,
      );
      seen.add(left === 'before' ? 'before' : 'new');
    }
    expect([...seen].sort()).toEqual(['before', 'new']);
  });

  it.each<[flag: string, ...argv: string[]]>([
    ['--report', 'run', 'small.yaml'],
    ['--report', 'trace', 'small.yaml'],
    ['--output', 'sweep', 'small.yaml', ...SWEPT],
    ['--output', 'compare', SAVED, SAVED],
    ['--output', 'report', SAVED],
  ])('leaves the page of %s as it was, or whole: %s', async (flag, ...argv) => {
    const folder = folderWithScenario();
    const out = join(folder, 'out.html');
    const seen = new Set<string>();
    for (
      let after = 40;
      after <= 640 || (!seen.has('new') && after < 20_000);
      after += after < 640 ? 60 : 2000
    ) {
      writeFileSync(out, 'before');
      await killed(folder, after, ...argv, flag, 'out.html');
      const left = readFileSync(out, 'utf8');
      expect(left).toMatch(/^(before|<!doctype html>[^]*<\/html>\n)$/);
      seen.add(left === 'before' ? 'before' : 'new');
    }
    expect([...seen].sort()).toEqual(['before', 'new']);
  });

  it('leaves what init writes whole, or not at all', async () => {
    const folder = makeFolder();
    const whole = join(folder, 'whole.yaml');
    await killed(folder, 60_000, 'init', 'whole.yaml');
    const text = readFileSync(whole, 'utf8');
    for (let after = 20; after <= 320; after += 20) {
      const file = `${String(after)}.yaml`;
      await killed(folder, after, 'init', file);
      if (existsSync(join(folder, file))) expect(readFileSync(join(folder, file), 'utf8')).toBe(text);
    }
  });
});
