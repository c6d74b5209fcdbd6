import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as flagTables from '../../src/flags/commands.js';
import { bashCompletion } from '../../src/completion/bash.js';
import { fishCompletion } from '../../src/completion/fish.js';
import type { CompletionModel } from '../../src/completion/model.js';
import { zshCompletion } from '../../src/completion/zsh.js';
import { bundledSources } from '../../src/scenario/sources.js';
import { makeFile, makeFolder, runMain } from './console.js';

const COMMANDS = [
  'run',
  'list',
  'show',
  'trace',
  'sweep',
  'compare',
  'report',
  'serve',
  'init',
  'validate',
  'verify',
  'schema',
];

let script = '';

beforeAll(async () => {
  const { code, stdout, stderr } = await runMain(['completion', 'bash']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  script = stdout;
});

/** What real bash offers behind these words, the last of which has been begun; cut as bash cuts them. */
function complete(line: string, cwd = process.cwd()): string[] {
  const words = line
    .split(' ')
    .flatMap((word) => word.split(/([:=])/).filter((part, index) => part !== '' || index === 0));
  const body = `set -u
source "$0"
COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_coupling_demo
printf '%s\\n' \${COMPREPLY[@]+"\${COMPREPLY[@]}"}`;
  const { stdout, stderr, status } = spawnSync(
    'bash',
    ['--norc', '-c', body, makeFile(script, 'completion.bash'), ...words],
    {
      encoding: 'utf8',
      cwd,
    },
  );
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter((text) => text !== '');
}

describe.skipIf(process.platform === 'win32')('in bash, completion', () => {
  it('offers every command', () => {
    expect(complete('coupling-demo ')).toEqual(expect.arrayContaining([...COMMANDS, 'completion', 'help']));
    expect(complete('coupling-demo tr')).toEqual(['trace']);
    expect(complete('coupling-demo help sw')).toEqual(['sweep']);
  });

  it('offers every flag of a command, and no other', () => {
    const flags = Object.values(flagTables.TRACE_FLAGS).flatMap((table) => Object.keys(table));
    expect(complete('coupling-demo trace --').sort()).toEqual(
      [...new Set([...flags, 'help'])].map((name) => `--${name}`).sort(),
    );
    expect(complete('coupling-demo list --f')).toEqual(['--filter', '--fast', '--format']);
  });

  it('offers scenarios, files and folders where a scenario is expected', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'my own.yaml'), '');
    writeFileSync(join(folder, '$(touch pwned)*.yaml'), '');
    mkdirSync(join(folder, 'slow'));
    expect(complete('coupling-demo run slow', folder).sort()).toEqual(['slow', 'slow-payment']);
    const names = (await bundledSources()).map(({ name }) => name);
    expect(complete('coupling-demo show ', folder)).toEqual(
      expect.arrayContaining([...names, 'my own.yaml', '$(touch pwned)*.yaml']),
    );
    expect(complete('coupling-demo validate ', folder)).not.toContain('pwned');
  });

  it.each([
    ['run x --format ', ['table', 'markdown', 'json', 'csv', 'junit']],
    ['list --format ', ['table', 'json']],
    ['run x --format=j', ['json', 'junit']],
    ['trace x --outcome never', ['never-completed']],
    ['run healthy --outage pay', ['payment']],
    ['run --outage pay', []],
    ['trace crash-midway --service m', ['matching']],
    ['run x --modes direct,sh', ['direct,shared-database']],
    ['run x --workflow ride', ['ride-request']],
    ['schema ', ['scenario', 'output', 'changes']],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['run x --rate ', []],
    // bash keeps what stands before the colon.
    ['run x --modes direct:no', ['no-retry']],
  ])('behind %s it offers %j', (line, offered) => {
    expect(complete(`coupling-demo ${line}`)).toEqual(expect.arrayContaining(offered));
    if (offered.length === 0) expect(complete(`coupling-demo ${line}`)).toEqual([]);
  });

  it('runs nothing of what has been typed', () => {
    const folder = makeFolder();
    for (const text of ['$(touch a)', '`touch`', "'; touch b; '", '*', '\\', '-', '--', '--x=$(touch c)']) {
      complete(`coupling-demo run ${text}`, folder);
      complete(`coupling-demo run --outage ${text}`, folder);
      complete(`coupling-demo ${text}`, folder);
    }
    expect(execFileSync('ls', ['-A', folder], { encoding: 'utf8' })).toBe('');
  });
});

describe.each(['bash', 'zsh', 'fish'])('the script for %s', (shell) => {
  it('has every command and every flag, and nothing that acts on a terminal', async () => {
    const { stdout } = await runMain(['completion', shell]);
    for (const command of COMMANDS) expect(stdout).toContain(command);
    const tables: object[] = Object.values<Record<string, object>>(flagTables).flatMap((groups) =>
      Object.values<object>(groups),
    );
    for (const name of tables.flatMap((table) => Object.keys(table))) {
      expect(stdout).toContain(shell === 'fish' ? `-l ${name}` : `--${name}`);
    }
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it.skipIf(spawnSync(shell, ['--version']).error !== undefined)('is one that it can read', async () => {
    const { stdout } = await runMain(['completion', shell]);
    expect(spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });
});

it('keeps out of a script what a shell would take for more than a word', () => {
  const evil = [
    '$(touch a)',
    "x' ; touch b; '",
    '`c`',
    'a\u001b[31m',
    'a\nb',
    '-rf',
    'a b',
    '*',
    'a|b',
    'good-one',
  ];
  const model: CompletionModel = {
    program: 'coupling-demo',
    commands: [
      {
        name: 'run',
        help: "it's $(touch d)\u001b[2J\nand `touch e` \\",
        flags: [
          { name: '--outage', help: "a 'help' \\' text", values: { kind: 'services', isWhole: false } },
        ],
        arguments: [{ kind: 'scenarios', words: evil }],
      },
    ],
    services: Object.fromEntries(evil.map((name) => [name, evil])),
  };
  for (const make of [bashCompletion, zshCompletion, fishCompletion]) {
    const text = make(model);
    expect(text).toContain('good-one');
    for (const bad of evil
      .slice(0, -1)
      .filter((word) => word.length > 1 && word !== '-rf' && word !== 'a b')) {
      expect(text).not.toContain(bad);
    }
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
  }
  const folder = makeFolder();
  const run = spawnSync('bash', ['--norc'], {
    input: `${bashCompletion(model)}\nls -A\n`,
    encoding: 'utf8',
    cwd: folder,
  });
  expect(run).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

it('of another shell is wrong usage', async () => {
  const { code, stdout, stderr } = await runMain(['completion', 'fihs']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe('error: no completion for `fihs`: did you mean `fish`?\n');
});

it.each([...COMMANDS, 'completion'])('help %s is its --help', async (command) => {
  const help = await runMain(['help', command]);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toBe((await runMain([command, '--help'])).stdout);
  expect(help.stdout).toContain(`Usage: coupling-demo ${command}`);
});

it('help help is what help says', async () => {
  expect(await runMain(['help', 'help'])).toEqual(await runMain(['help']));
});
