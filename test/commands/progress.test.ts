import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Progress } from '../../src/commands/progress.js';
import { makeConsole } from './console.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('progress', () => {
  it('is shown when it takes a while, on one line, which is empty at the end', () => {
    const { io, written } = makeConsole({ terminal: { columns: 12 } });
    const progress = new Progress(io);
    progress.say('first');
    expect(written.stderr).toBe('');
    vi.advanceTimersByTime(1000);
    progress.say('second, and too long');
    progress.end();
    expect(written.stderr).toBe('\r\x1b[Kfirst\r\x1b[Ksecond, and\r\x1b[K');
  });

  it('leaves no trace when it is over soon, and none where nobody watches', () => {
    const watched = makeConsole({ terminal: { columns: 80 } });
    const soon = new Progress(watched.io);
    soon.say('first');
    soon.end();
    const unwatched = makeConsole();
    new Progress(unwatched.io).say('first');
    vi.advanceTimersByTime(10_000);
    expect(watched.written.stderr + unwatched.written.stderr).toBe('');
    expect(watched.written.stdout + unwatched.written.stdout).toBe('');
  });
});
