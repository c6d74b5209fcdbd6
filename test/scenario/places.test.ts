import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changesOf, type ScenarioFlags } from '../../src/flags/changes.js';
import { findScenarios, loadScenario } from '../../src/scenario/load.js';
import { type Problem, ScenarioProblem } from '../../src/scenario/problems.js';
import { folderWith, TWO_STEPS } from './files.js';

interface Wrong {
  /** What stands in the file. */
  content: string | Buffer;
  /** Where what is wrong with it begins. */
  at: [line: number, column: number];
}

const after = (line: string): string => `${TWO_STEPS}${line}\n`;
const FAULT = 'at: 1s, for: 1s';

/** What can be found wrong in a file, each code once. The compiler asks for those that are missing. */
const IN_A_FILE = {
  'not-text': { content: Buffer.from([0x61, 0x3a, 0x0a, 0x20, 0xff]), at: [2, 2] },
  'broken-yaml': { content: after('title: "x'), at: [6, 1] },
  'duplicate-key': { content: after('seed: 1\nseed: 2'), at: [6, 1] },
  'several-documents': { content: after('---\ntitle: x'), at: [5, 1] },
  'not-a-mapping': { content: '\n- a\n', at: [2, 1] },
  'too-many-nodes': { content: 'a: 1\n'.repeat(40_000), at: [14_286, 4] },
  'too-deep': { content: after(`look: ${'['.repeat(60)}${']'.repeat(60)}`), at: [5, 39] },
  invalid: { content: after('load: { rate: 5 }'), at: [5, 15] },
  missing: { content: after('faults: [{ kind: errors, target: a }]'), at: [5, 10] },
  'unknown-field': { content: after('bus: { outbux: true }'), at: [5, 8] },
  'bad-name': { content: after('__proto__: 1'), at: [5, 1] },
  'unknown-workflow': { content: 'title: x\nworkflow: nowhere\n', at: [2, 11] },
  'unknown-service': { content: after(`faults: [{ kind: hang, target: b, ${FAULT} }]`), at: [5, 32] },
  'unused-service': { content: TWO_STEPS.replace('{ a:', '{ b: { latency: 1ms }, a:'), at: [1, 13] },
  workflow: { content: TWO_STEPS.replace('on: X', 'on: Y'), at: [4, 29] },
  'wrong-order': { content: after('load: { duration: 1s, warmup: 2s }'), at: [5, 31] },
  'too-late': {
    content: after('load: { duration: 9s }\nfaults: [{ kind: hang, target: a, at: 9s }]'),
    at: [6, 39],
  },
  'needs-open-loop': {
    content: after('load: { clients: 2 }\nfaults: [{ kind: spike, multiply: 2 }]'),
    at: [6, 18],
  },
  'needs-slots': {
    content: after('faults: [{ kind: deploy, target: a, instances: 99, for: 1s }]'),
    at: [5, 48],
  },
  'too-many-requests': { content: after('load: { rate: 1e9/s, duration: 1h }'), at: [5, 15] },
  'too-many-changes': {
    content: after('faults: [{ kind: random-outages, target: a, mttf: 1us, mttr: 1us }]'),
    at: [5, 10],
  },
} as const satisfies Partial<Record<Problem['code'], Wrong>>;

/** What is wrong with a file as a whole, or with a word of the command line. */
type OfAWhole = Exclude<Problem['code'], keyof typeof IN_A_FILE>;

const OF_A_WHOLE: Record<OfAWhole, { argument?: string; flags?: ScenarioFlags; place: RegExp | undefined }> =
  {
    'no-such-file': { argument: 'missing.yaml', place: /missing\.yaml$/ },
    'not-a-file': { argument: 'link.yaml', place: /link\.yaml$/ },
    unreadable: { argument: 'loop.yaml', place: /loop\.yaml$/ },
    'too-large': { argument: 'large.yaml', place: /large\.yaml$/ },
    'no-scenarios': { argument: 'empty', place: /empty$/ },
    'not-one-scenario': { argument: '', place: /./ },
    'no-result': { argument: 'saved/sweep.json', place: /sweep\.json$/ },
    // There is no file yet of which one could speak.
    'unknown-scenario': { argument: 'nothing-of-this-name', place: undefined },
    'bad-flag': { flags: { outage: ['@'] }, place: /^--outage @$/ },
    'own-workflow': { flags: { workflow: 'two-services' }, place: /^--workflow two-services$/ },
  };

async function problemOf(load: () => Promise<unknown>): Promise<Problem> {
  const error: unknown = await load().catch((thrown: unknown) => thrown);
  if (!(error instanceof ScenarioProblem)) throw new Error('nothing was found wrong', { cause: error });
  return error.problems[0];
}

describe('what is wrong in a file has its file, line and column', () => {
  it.each(Object.entries(IN_A_FILE))('%s', async (code, { content, at: [line, column] }) => {
    const file = join(folderWith({ 's.yaml': content }), 's.yaml');
    const problem = await problemOf(() => loadScenario(file));
    expect(problem).toMatchObject({ code, place: { file, line, column } });
  });

  // What is no file has no lines: the line is that of its name.
  it.each<[code: Problem['code'], content: Buffer | undefined]>([
    ['no-such-file', undefined],
    ['not-text', Buffer.from([0xff])],
    ['too-large', Buffer.alloc(1024 * 1024 + 1, '#')],
  ])('%s, of a workflow that a file names', async (code, content) => {
    const workflow = content === undefined ? {} : { 'w.yaml': content };
    const folder = folderWith({ 's.yaml': 'title: x\nworkflow: ./w.yaml\n', ...workflow });
    const file = join(folder, 's.yaml');
    const problem = await problemOf(() => loadScenario(file));
    expect(problem).toMatchObject({ code, place: { file, line: 2, column: 11 } });
  });

  it.skipIf(process.platform === 'win32').each(Object.entries(OF_A_WHOLE))(
    '%s is of a whole file or of a flag',
    async (code, { argument, flags, place }) => {
      const folder = folderWith({
        's.yaml': TWO_STEPS,
        't.yaml': TWO_STEPS,
        'large.yaml': Buffer.alloc(1024 * 1024 + 1, '#'),
      });
      mkdirSync(join(folder, 'empty'));
      mkdirSync(join(folder, 'saved'));
      writeFileSync(join(folder, 'saved/sweep.json'), '{ "schema": "coupling-demo/sweep@1" }');
      symlinkSync('/dev/null', join(folder, 'link.yaml'));
      symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
      const name =
        argument === undefined
          ? join(folder, 's.yaml')
          : argument.includes('nothing')
            ? argument
            : join(folder, argument);
      const problem = await problemOf(async () => {
        const sources = await findScenarios([name]);
        return loadScenario(sources.length === 1 ? sources[0]! : name, changesOf(flags ?? {}));
      });
      const where = problem.place ?? {};
      expect(problem.code).toBe(code);
      if (place === undefined) expect(problem.place).toBeUndefined();
      else expect('flag' in where ? where.flag : 'file' in where ? where.file : '').toMatch(place);
    },
  );
});
