import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeFile, makeFolder, runMain } from '../commands/console.js';

const SMALLEST = `title: T
services: { a: { latency: 1ms } }
steps: [ { service: a } ]
load: { rate: 10/s, duration: 1s }
`;
const STANDS_ON = (workflow: string): string =>
  `title: T\nworkflow: ${workflow}\nload: { rate: 10/s, duration: 1s }\n`;

const home = process.cwd();
afterEach(() => {
  process.chdir(home);
});

describe.skipIf(process.platform === 'win32')('what is no file', () => {
  function folderWithPipe(): string {
    const folder = makeFolder();
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    writeFileSync(join(folder, 'w.yaml'), STANDS_ON('./pipe.yaml'));
    return folder;
  }

  it.each<[what: string, ...argv: string[]]>([
    ['a named pipe', 'validate', 'pipe.yaml'],
    ['a folder with one in it', 'validate', '.'],
    ['a named pipe as a workflow', 'validate', 'w.yaml'],
    ['a named pipe behind --workflow', 'run', 'healthy', '--workflow', './pipe.yaml'],
    ['a device', 'run', '/dev/zero'],
    ['a named pipe to write to', 'run', 'healthy', '--format', 'json', '--output', 'pipe.yaml'],
    ['a named pipe to begin with', 'init', '--force', 'pipe.yaml'],
  ])('is refused at once: %s', async (_what, ...argv) => {
    process.chdir(folderWithPipe());
    const { code, stderr } = await runMain(argv);
    expect(code).toBe(2);
    expect(stderr).toContain('it is no file');
  });

  it('is not read from where another file asks for it', async () => {
    const { code, stderr } = await runMain(['validate', makeFile(STANDS_ON('/dev/stdin'))]);
    expect(code).toBe(2);
    expect(stderr).toContain('it is no file');
  });
});

describe('a result file', () => {
  it.skipIf(process.platform === 'win32')('that only its owner could read stays so', async () => {
    process.chdir(makeFolder());
    writeFileSync('s.yaml', SMALLEST);
    writeFileSync('private.json', 'x');
    chmodSync('private.json', 0o600);
    expect((await runMain(['run', 's.yaml', '--output', 'private.json'])).code).toBe(0);
    expect(statSync('private.json').mode & 0o777).toBe(0o600);
    expect(readFileSync('private.json', 'utf8')).toContain('"scenario"');
  });

  it.each<[what: string, make: () => void]>([
    ['a link', () => symlinkSync('one.json', 'two.json')],
    ['a second name', () => linkSync('one.json', 'two.json')],
  ])('by two names is found out before the run: %s', async (_what, make) => {
    process.chdir(makeFolder());
    writeFileSync('s.yaml', SMALLEST);
    writeFileSync('one.json', 'x');
    make();
    const { code, stdout, stderr } = await runMain([
      ...['run', 's.yaml', '--output', 'one.json', '--output', 'two.json'],
    ]);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: --output two.json: it is named twice\n',
    });
    expect(readFileSync('one.json', 'utf8')).toBe('x');
  });

  it('that is not there yet is found out, too, by two names', async () => {
    process.chdir(makeFolder());
    const { stderr } = await runMain(['run', 'healthy', '--output', 'a.json', '--output', './a.json']);
    expect(stderr).toBe('error: --output ./a.json: it is named twice\n');
  });

  it('is made where a link leads that leads to nothing yet', async () => {
    process.chdir(makeFolder());
    writeFileSync('s.yaml', SMALLEST);
    mkdirSync('sub');
    symlinkSync('sub/later.json', 'link.json');
    expect((await runMain(['run', 's.yaml', '--output', 'link.json'])).code).toBe(0);
    expect(lstatSync('link.json').isSymbolicLink()).toBe(true);
    expect(readdirSync('sub')).toEqual(['later.json']);
  });

  it('is not looked for along links that lead round in a circle', async () => {
    process.chdir(makeFolder());
    symlinkSync('a.json', 'b.json');
    symlinkSync('b.json', 'a.json');
    const { code, stderr } = await runMain(['run', 'healthy', '--output', 'a.json']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: --output a.json: it cannot be written: its links lead nowhere\n',
    });
  });
});

describe('a file that was not given on the command line', () => {
  it.each([
    ['a text', 'hunter2\n'],
    ['two lines', 'hunter2\nhunter2\n'],
    ['a key', 'hunter2: x\n'],
    ['a value where a mapping belongs', 'database: hunter2\n'],
    ['a value of the wrong kind', 'title: T\nsteps: [hunter2]\nservices: { a: { latency: hunter2 } }\n'],
    ['what YAML cannot read', '@hunter2\n'],
    ['a directive', '%hunter2\n---\na\n'],
    ['a tag', '!hunter2 a: b\n'],
    ['an alias', '*hunter2\n'],
    ['a key twice', 'title: a\nhunter2: b\nhunter2: c\n'],
    ['a merge', '<<: hunter2\n'],
    ['no end of a quote', '"hunter2\n'],
  ])('is not quoted in a message: %s', async (_what, content) => {
    const folder = makeFolder();
    writeFileSync(join(folder, '.token'), content);
    const file = join(folder, 's.yaml');
    writeFileSync(file, STANDS_ON('./.token'));
    const { code, stderr } = await runMain(['validate', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/\.token:\d+:\d+: /);
    expect(stderr).not.toContain('hunter2');
    // What was given is told.
    const given = await runMain(['run', 'healthy', '--workflow', join(folder, '.token')]);
    expect(given.code).toBe(2);
  });

  it('is quoted where a flag names it', async () => {
    const { stderr } = await runMain(['run', 'healthy', '--workflow', makeFile('plain\n', 'w.yaml')]);
    expect(stderr).toMatch(/w\.yaml:1:1: found `plain`, expected a mapping/);
  });
});

describe('the place of what is wrong', () => {
  it('is known of a gate in a file', async () => {
    const file = makeFile(`${SMALLEST}expect:\n  - "direct.completed > 0"\n  - "event.complted > 0"\n`);
    const { code, stderr } = await runMain(['run', file, '--expect', 'direct.lost == 0']);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}:7:5: expect: unknown metric \`complted\``);
  });

  it('is known of a gate that a flag has added', async () => {
    const flags = ['--rate', '90/s', '--expect', 'direct.lost == 0', '--expect', 'event.complted > 0'];
    const { stderr } = await runMain(['run', 'healthy', ...flags]);
    expect(stderr).toContain('error: --expect event.complted > 0: expect: unknown metric');
  });

  it.each([
    ['there is no file `./missing.yaml`', './missing.yaml'],
    ['it is no file', './'],
  ])('is known of a workflow that cannot be read: %s', async (message, workflow) => {
    const file = makeFile(STANDS_ON(workflow));
    const { code, stderr } = await runMain(['validate', file]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `error: ${file}:2:11: workflow: ${message}\n` });
  });
});

describe('the environment', () => {
  it.skipIf(process.platform === 'win32')(
    'a folder that has been removed is enough for what is bundled',
    async () => {
      const folder = makeFolder();
      process.chdir(folder);
      rmdirSync(folder);
      const run = await runMain(['run', 'two-services', '--set', 'title=T']);
      expect(run).toMatchObject({ code: 0, stderr: '' });
      const missing = await runMain(['run', 'x.yaml']);
      expect(missing).toMatchObject({ code: 2, stderr: 'error: x.yaml: there is no such file\n' });
      const output = await runMain(['run', 'two-services', '--output', 'x.json']);
      expect(output).toMatchObject({ code: 2, stdout: '' });
    },
  );

  it('a note has no escape codes', async () => {
    const env = { GITHUB_STEP_SUMMARY: '/nowhere/\u001b[31mx' };
    const { stderr } = await runMain(['run', makeFile(SMALLEST)], { env });
    expect(stderr).toContain('note: the step summary cannot be written: ENOENT');
    expect(stderr).not.toContain('\u001b');
  });

  it.skipIf(process.getuid?.() === 0)(
    'a file in a folder that one may not enter cannot be read',
    async () => {
      const folder = makeFolder();
      const closed = join(folder, 'closed');
      mkdirSync(closed, { mode: 0o000 });
      const { code, stderr } = await runMain(['run', join(closed, 's.yaml')]);
      chmodSync(closed, 0o700);
      expect(code).toBe(2);
      expect(stderr).toContain('it cannot be read (EACCES)');
    },
  );
});

describe('the command that is printed', () => {
  it('reproduce: gives the same bytes', async () => {
    const first = await runMain(['run', 'two-services']);
    const command = /^reproduce: npx coupling-demo (.*)$/m.exec(first.stdout)?.[1] ?? '';
    expect(await runMain(command.split(' '))).toEqual(first);
  });

  it('names a file that begins like a flag by its folder', async () => {
    process.chdir(makeFolder());
    writeFileSync('-x.yaml', SMALLEST);
    const { stdout } = await runMain(['run', '--', '-x.yaml']);
    expect(stdout).toMatch(/^reproduce: npx coupling-demo run \.\/-x\.yaml --seed 42$/m);
    expect((await runMain(['run', './-x.yaml'])).code).toBe(0);
  });
});
