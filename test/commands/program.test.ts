import { describe, expect, it } from 'vitest';
import { MODES } from '../../src/modes/registry.js';
import { RUN_FLAGS } from '../../src/flags/commands.js';
import { makeFile, runMain, SMALL } from './console.js';

describe('help', () => {
  it('fits one screen and shows three examples', async () => {
    const { code, stdout, stderr } = await runMain(['--help']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout.match(/^ {2}coupling-demo run .+$/gm)).toHaveLength(3);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('is what comes without any argument', async () => {
    expect(await runMain([])).toEqual(await runMain(['--help']));
  });

  it('of run names every flag, in 80 columns', async () => {
    const { code, stdout } = await runMain(['run', '--help']);
    expect(code).toBe(0);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    for (const table of Object.values(RUN_FLAGS)) {
      for (const name of Object.keys(table)) expect(stdout).toMatch(new RegExp(`^ {2}--${name}\\b`, 'm'));
    }
  });

  it('of a command is what `help` says of it', async () => {
    expect((await runMain(['help', 'run'])).stdout).toBe((await runMain(['run', '--help'])).stdout);
  });

  it.each(['run', 'list', 'show', 'trace', 'sweep', 'serve', 'init', 'validate', 'verify', 'schema'])(
    'of %s fits in 80 columns',
    async (command) => {
      const { stdout } = await runMain([command, '--help']);
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );

  it('of --modes names every mode with its variants', async () => {
    const { stdout } = await runMain(['run', '--help']);
    const [, help = ''] = /--modes <list>([^]*?)\n\n/.exec(stdout) ?? [];
    const named = [...help.replace(/\s+/g, ' ').matchAll(/([a-z-]+)(?:\[([^\]]*)\])?(?:,|$)/g)].flatMap(
      ([, base = '', variants = '']) => [
        base,
        ...(variants.match(/:[a-z-]+/g) ?? []).map((one) => base + one),
      ],
    );
    expect(named.filter((name) => MODES.some((mode) => mode === name)).sort()).toEqual([...MODES].sort());
  });

  it('the examples it shows can be run, and their gates hold', async () => {
    const { stdout } = await runMain(['--help']);
    const examples = stdout.match(/^ {2}coupling-demo run .+$/gm) ?? [];
    for (const example of examples.filter((text) => !text.includes('my-scenario.yaml'))) {
      const [, ...argv] = example.trim().split(' ');
      expect(await runMain([...argv, '--quiet'])).toMatchObject({ code: 0, stderr: '' });
    }
  });
});

describe('version', () => {
  it('is the package’s', async () => {
    const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
    expect(await runMain(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('a slip on the command line is wrong usage, said once, on standard error', () => {
  it.each([
    [['rnu'], "unknown command 'rnu'", 'Did you mean run?'],
    [['help', 'rnu'], "unknown command 'rnu'", 'Did you mean run?'],
    [['help', ''], "unknown command ''", ''],
    [['run', '--sead', '3'], "unknown option '--sead'", 'Did you mean --seed?'],
    [['run', '--seed'], "option '--seed <n>' argument missing", ''],
    [['slow-payment'], "unknown command 'slow-payment'", 'coupling-demo run <scenario>'],
    [['run', '--bus-outage', '--quiet'], "argument '--quiet' is invalid", 'such as 20s+10s'],
    [['run', '--output', '--force'], "argument '--force' is invalid", ''],
    [['show'], "missing required argument 'scenario'", ''],
    [['validate'], "missing required argument 'file'", ''],
    [['list', 'more'], 'too many arguments', ''],
    [['list', '--format', 'jsno'], '--format jsno: unsupported format', 'did you mean `json`?'],
    [['run', '--width', 'wide'], '--width wide: expected a number of columns', ''],
    [['run', '--format', 'markdwn'], '--format markdwn: unsupported format', 'did you mean `markdown`?'],
  ])('%j', async (argv, message, hint) => {
    const { code, stdout, stderr } = await runMain(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stderr.match(/error:/g)).toHaveLength(1);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('escape codes in it do not reach the terminal', async () => {
    for (const argv of [['\u001b[31mrun'], ['run', '--\u001b[31m'], ['run', '\u001b[31m.yaml']]) {
      const { code, stderr } = await runMain(argv);
      expect(code).toBe(2);
      expect(stderr).not.toContain('\u001b');
    }
  });
});

describe('a mistake of the program itself', () => {
  const broken = {
    get interrupted(): never {
      throw new TypeError('boom');
    },
  };

  it('is one message, is not taken for a failed gate, and asks to be reported', async () => {
    const { code, stdout, stderr } = await runMain(['run', makeFile(SMALL)], {
      interrupted: () => broken.interrupted,
    });
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
    expect(stderr).toMatch(/^error: coupling-demo has a mistake of its own: boom\n/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('shows its stack to those who ask for it', async () => {
    const { stderr } = await runMain(['run', makeFile(SMALL)], {
      interrupted: () => broken.interrupted,
      env: { DEBUG: 'express,coupling-demo' },
    });
    expect(stderr).toMatch(/TypeError: boom\n\s+at /);
  });
});
