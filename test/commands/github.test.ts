import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { annotateError, guardRunner, writeStepSummary } from '../../src/commands/github.js';
import { makeConsole, makeFile, makeFolder } from './console.js';

describe('in GitHub Actions', () => {
  it('an annotation is escaped as the runner wants it', () => {
    const { io, written } = makeConsole({ env: { GITHUB_ACTIONS: 'true' } });
    annotateError('a: gate, failed', 'lost <= 1%\nmeasured 0.2', guardRunner(io));
    expect(written.stderr).toBe('::error title=a%3A gate%2C failed::lost <= 1%25%0Ameasured 0.2\n');
    expect(written.stdout).toBe('');
  });

  it('the step summary is added to, not replaced', async () => {
    const file = makeFile('before\n', 'summary.md');
    const { io } = makeConsole({ env: { GITHUB_STEP_SUMMARY: file } });
    await writeStepSummary(() => '| a |\n', io);
    expect(readFileSync(file, 'utf8')).toBe('before\n| a |\n');
  });

  it('a summary that cannot be written is a note', async () => {
    const { io, written } = makeConsole({ env: { GITHUB_STEP_SUMMARY: makeFolder() } });
    await writeStepSummary(() => '| a |\n', io);
    expect(written.stderr).toContain('note: the step summary cannot be written');
  });
});

describe('elsewhere', () => {
  it('nothing is annotated and nothing is written', async () => {
    const { io, written } = makeConsole();
    annotateError('title', 'message', guardRunner(io));
    await writeStepSummary(() => '| a |\n', io);
    expect(written).toEqual({ stdout: '', stderr: '' });
  });
});
