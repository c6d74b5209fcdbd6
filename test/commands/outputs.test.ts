import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkWritable, writeFiles } from '../../src/commands/files.js';
import { planOutputs, reportTo } from '../../src/commands/outputs.js';
import { UsageProblem } from '../../src/scenario/problems.js';
import { makeFolder } from './console.js';

describe('what is written where', () => {
  it('is a table on standard output when nothing is asked for', () => {
    expect(planOutputs('run')).toEqual([{ format: 'table' }]);
  });

  it('the n-th file gets the n-th format, and the other formats go to standard output', () => {
    expect(planOutputs('run', ['json', 'table'], ['result.txt'])).toEqual([
      { format: 'json', file: 'result.txt' },
      { format: 'table' },
    ]);
  });

  it('a file without a format gets the one of its ending', () => {
    expect(
      planOutputs('run', ['table'], ['a', 'b.json', 'c.MD', 'd.txt', 'e.csv', 'f.xml', 'g.series.CSV']),
    ).toEqual([
      { format: 'table', file: 'a' },
      { format: 'json', file: 'b.json' },
      { format: 'markdown', file: 'c.MD' },
      { format: 'table', file: 'd.txt' },
      { format: 'csv', file: 'e.csv' },
      { format: 'junit', file: 'f.xml' },
      { format: 'csv-series', file: 'g.series.CSV' },
    ]);
  });

  it('what has no figures of a run has no format for them', () => {
    expect(() => planOutputs('sweep', ['csv'])).toThrow('unsupported format');
    expect(() => planOutputs('sweep', [], ['a.xml'])).toThrow(
      'cannot infer the format from `.xml`; use --format',
    );
  });

  it('a dash is standard output', () => {
    expect(planOutputs('run', ['json'], ['-', '-'])).toEqual([{ format: 'json' }, { format: 'table' }]);
  });

  it('a page beside what is printed has a file: standard output is taken', () => {
    expect(() => reportTo('-')).toThrow('--report -: expected a file; --format html prints the page');
  });

  it.each([
    [['jsn'], [], 'did you mean `json`?'],
    [['pdf'], [], 'choose table, markdown, json'],
    [[], ['result.pdf'], 'cannot infer the format from'],
  ])('--format %j --output %j is refused', (formats, files, message) => {
    expect(() => planOutputs('run', formats, files)).toThrow(message);
    expect(() => planOutputs('run', formats, files)).toThrow(UsageProblem);
  });
});

describe('before the run', () => {
  it('a file that can be written is not touched, and nothing is left beside it', async () => {
    const folder = makeFolder();
    const file = join(folder, 'a.json');
    await checkWritable([{ file }]);
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(file, 'before');
    await checkWritable([{ file }]);
    expect(readdirSync(folder)).toEqual(['a.json']);
    expect(readFileSync(file, 'utf8')).toBe('before');
  });

  it.each([
    ['a missing folder', 'missing/a.json', 'directory does not exist'],
    ['a folder', '.', 'it is a directory'],
    ['a name of a folder to be', 'new/', 'it is a directory'],
    ['a file for a folder', 'file/a.json', 'part of its path is not a directory'],
  ])('%s is found out', async (_what, name, message) => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'file'), '');
    const check = checkWritable([{ file: `${folder}/${name}` }]);
    await expect(check).rejects.toThrow(UsageProblem);
    await expect(check).rejects.toThrow(message);
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });

  it.skipIf(process.getuid?.() === 0)('a file and a folder that may only be read are found out', async () => {
    const folder = makeFolder();
    const file = join(folder, 'a.json');
    writeFileSync(file, '');
    chmodSync(file, 0o444);
    await expect(checkWritable([{ file }])).rejects.toThrow('permission denied');
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    await expect(checkWritable([{ file: join(closed, 'a.json') }])).rejects.toThrow('permission denied');
  });

  it('devices can be written', async () => {
    await checkWritable([{ file: '/dev/null' }]);
    await writeFiles([{ file: '/dev/null', text: 'x' }]);
  });
});

describe('after the run', () => {
  it('files are written, where a link leads to, and nothing is left beside them', async () => {
    const folder = makeFolder();
    const real = join(folder, 'real.json');
    const link = join(folder, 'link.json');
    writeFileSync(real, 'before');
    symlinkSync(real, link);
    await writeFiles([
      { file: link, text: 'one' },
      { file: join(folder, 'new.md'), text: 'two' },
    ]);
    expect(readdirSync(folder).sort()).toEqual(['link.json', 'new.md', 'real.json']);
    expect(readFileSync(real, 'utf8')).toBe('one');
    expect(readFileSync(join(folder, 'new.md'), 'utf8')).toBe('two');
  });

  it('all of them or none', async () => {
    const folder = makeFolder();
    const first = join(folder, 'first.json');
    writeFileSync(first, 'before');
    const writing = writeFiles([
      { file: first, text: 'after' },
      { file: join(folder, 'missing', 'second.json'), text: 'x' },
    ]);
    await expect(writing).rejects.toThrow('second.json: it cannot be written: directory does not exist');
    expect(readdirSync(folder)).toEqual(['first.json']);
    expect(readFileSync(first, 'utf8')).toBe('before');
  });
});
