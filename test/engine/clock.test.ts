import { describe, expect, it } from 'vitest';
import { Callback, inBackground } from '../../src/engine/clock.js';
import { type EndReason, type RunOptions, VirtualClock } from '../../src/engine/virtual-clock.js';

/** What happened, when: `10 a`. */
class Witness {
  readonly lines: string[] = [];

  constructor(readonly clock = new VirtualClock()) {}

  see(what: string): void {
    this.lines.push(`${this.clock.now} ${what}`);
  }

  /** A timer that is seen to fire. */
  timer(what: string, isBackground = false): Callback {
    return new Callback(() => this.see(what), isBackground);
  }
}

function run(clock: VirtualClock, options: Partial<RunOptions> = {}): Promise<EndReason> {
  return clock.run({ open: () => 0, ...options });
}

describe('timers', () => {
  it('fire at their times, whatever the order they were set in', async () => {
    const { clock, lines, timer } = bound(new Witness());
    clock.set(timer('c'), 30);
    clock.set(timer('a'), 10);
    clock.setAt(timer('b'), 20);
    await run(clock);
    expect(lines).toEqual(['10 a', '20 b', '30 c']);
    expect(clock.now).toBe(30);
  });

  it('at equal times fire in the order they were set in, also those set meanwhile', async () => {
    const { clock, lines, timer, see } = bound(new Witness());
    clock.setAt(
      new Callback(() => {
        see('a');
        clock.set(timer('d'), 0);
      }),
      10,
    );
    clock.setAt(timer('b', true), 10);
    clock.setAt(timer('c'), 10);
    await run(clock);
    expect(lines).toEqual(['10 a', '10 b', '10 c', '10 d']);
  });

  it('that are taken back do not fire; taking back twice is no mistake', async () => {
    const { clock, lines, timer } = bound(new Witness());
    const taken = timer('taken back');
    clock.set(taken, 10);
    clock.set(timer('a'), 20);
    clock.clear(taken);
    clock.clear(taken);
    await run(clock);
    expect(lines).toEqual(['20 a']);
  });

  it('can be taken back and set again, and then stand behind those of the same time', async () => {
    const { clock, lines, timer } = bound(new Witness());
    const again = timer('again');
    clock.set(again, 10);
    clock.set(timer('a'), 10);
    clock.clear(again);
    clock.set(again, 10);
    await run(clock);
    expect(lines).toEqual(['10 a', '10 again']);
  });

  it('can be set again when they have fired, by themselves too', async () => {
    const { clock, lines, see } = bound(new Witness());
    const tick: Callback = new Callback(() => {
      see('tick');
      if (lines.length < 3) clock.set(tick, 5);
    });
    clock.set(tick, 5);
    await run(clock);
    expect(lines).toEqual(['5 tick', '10 tick', '15 tick']);
  });

  it('know how long they have left', async () => {
    const clock = new VirtualClock();
    const late = new Callback(() => undefined);
    let left = 0;
    clock.set(late, 30);
    clock.set(
      new Callback(() => {
        left = clock.left(late);
      }),
      10,
    );
    expect(clock.left(late)).toBe(30);
    await run(clock);
    expect(left).toBe(20);
  });
});

describe('between two timers', () => {
  it('every microtask runs that follows from a promise settled in the first, however long the chain', async () => {
    const { clock, lines, timer, see } = bound(new Witness());
    const { promise, resolve } = clock.resolver<string>();
    void (async () => {
      const what = await promise;
      for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
      see(what);
    })();
    clock.set(new Callback(() => resolve('after 100 turns')), 10);
    clock.set(timer('next'), 10);
    await run(clock);
    expect(lines).toEqual(['10 after 100 turns', '10 next']);
  });

  it('what is to happen soon happens, in its order, and what follows from it', async () => {
    const { clock, lines, timer, see } = bound(new Witness());
    clock.set(
      new Callback(() => {
        clock.soon(() => {
          see('b');
          clock.soon(() => see('d'));
        });
        clock.soon(() => see('c'));
        see('a');
      }),
      10,
    );
    clock.set(timer('next'), 10);
    await run(clock);
    expect(lines).toEqual(['10 a', '10 b', '10 c', '10 d', '10 next']);
  });

  it('what sleeps goes on at its time, and may sleep again', async () => {
    const { clock, lines, see } = bound(new Witness());
    const sleeper = async (name: string, delay: number): Promise<void> => {
      for (let time = 0; time < 2; time += 1) {
        await clock.sleep(delay);
        see(name);
      }
    };
    void sleeper('a', 10);
    void sleeper('b', 15);
    await run(clock);
    expect(lines).toEqual(['10 a', '15 b', '20 a', '30 b']);
  });

  it('what sleeps no time at all still lets others go first', async () => {
    const { clock, lines, timer, see } = bound(new Witness());
    clock.set(timer('a'), 0);
    void clock.sleep(0).then(() => see('b'));
    await run(clock);
    expect(lines).toEqual(['0 a', '0 b']);
  });
});

describe('a run is', () => {
  it('quiet when nothing is left that could happen', async () => {
    expect(await run(new VirtualClock())).toBe('quiet');
    const { clock, timer } = bound(new Witness());
    clock.set(timer('a'), 10);
    expect(await run(clock)).toBe('quiet');
    expect(clock.now).toBe(10);
  });

  it('stuck when there is work that nothing could ever move', async () => {
    const { clock, timer } = bound(new Witness());
    clock.set(timer('a'), 10);
    expect(await run(clock, { open: () => 1 })).toBe('stuck');
    expect(clock.now).toBe(10);
  });

  it('drained at its end: what is set for later does not happen, what is set for it does', async () => {
    const { clock, lines, timer } = bound(new Witness());
    clock.endBy(20);
    clock.set(timer('a'), 10);
    clock.set(timer('b'), 20);
    clock.set(timer('c'), 21);
    expect(await run(clock, { open: () => 1 })).toBe('drained');
    expect(lines).toEqual(['10 a', '20 b']);
    expect(clock.now).toBe(20);
  });

  it('drained at an end that was moved while it went on', async () => {
    const { clock, lines, timer, see } = bound(new Witness());
    clock.endBy(20);
    clock.set(
      new Callback(() => {
        see('a');
        clock.endBy(30);
      }),
      20,
    );
    clock.set(timer('b'), 30);
    clock.set(timer('c'), 40);
    expect(await run(clock, { open: () => 1 })).toBe('drained');
    expect(lines).toEqual(['20 a', '30 b']);
    expect(clock.now).toBe(30);
  });

  it('looping when one moment has no end', async () => {
    const clock = new VirtualClock();
    const again: Callback = new Callback(() => clock.set(again, 0));
    clock.set(again, 10);
    expect(await run(clock, { open: () => 1 })).toBe('looping');
    expect(clock.now).toBe(10);
  });

  it('not looping while new work begins at a moment', async () => {
    const clock = new VirtualClock();
    let left = 500_000;
    const again: Callback = new Callback(() => {
      left -= 1;
      if (left % 100_000 === 0) clock.noteProgress();
      if (left > 0) clock.set(again, 0);
    });
    clock.set(again, 10);
    expect(await run(clock)).toBe('quiet');
  });

  it('crowded when more work is open than may be', async () => {
    const clock = new VirtualClock();
    let open = 0;
    const tick: Callback = new Callback(() => {
      open += 1;
      clock.set(tick, 1);
    });
    clock.set(tick, 1);
    expect(await run(clock, { open: () => open, mostOpen: 5_000 })).toBe('crowded');
    expect(clock.now).toBeLessThan(7_000);
  });

  it('interrupted when it is asked for, and not before it has had its turn', async () => {
    const clock = new VirtualClock();
    const tick: Callback = new Callback(() => clock.set(tick, 1));
    clock.set(tick, 1);
    let asked = 0;
    expect(await run(clock, { interrupted: () => (asked += 1) === 2 })).toBe('interrupted');
    expect(asked).toBe(2);
    expect(clock.now).toBeGreaterThan(1000);
  });

  it('as long as it is interrupted by nobody open to signals: what the machine has to say is heard', async () => {
    const clock = new VirtualClock();
    const tick: Callback = new Callback(() => clock.set(tick, 1));
    clock.set(tick, 1);
    let heard = false;
    setImmediate(() => {
      heard = true;
    });
    await run(clock, { interrupted: () => heard });
    expect(heard).toBe(true);
  });

  it('over when a timer fails, with its error', async () => {
    const clock = new VirtualClock();
    clock.set(
      new Callback(() => {
        throw new RangeError('a mistake');
      }),
      1,
    );
    await expect(run(clock)).rejects.toThrow(new RangeError('a mistake'));
  });

  it('over when something fails that nobody awaits, with its error', async () => {
    const { clock, lines, timer } = bound(new Witness());
    clock
      .sleep(1)
      .then(() => {
        throw new RangeError('a mistake');
      })
      .catch((error: unknown) => clock.fail(error));
    clock.set(timer('later'), 2);
    await expect(run(clock)).rejects.toThrow(new RangeError('a mistake'));
    expect(lines).toEqual([]);
  });
});

describe('background timers', () => {
  it('keep no run alive', async () => {
    const { clock, lines, timer } = bound(new Witness());
    clock.set(timer('background', true), 10);
    clock.set(timer('a'), 5);
    expect(await run(clock)).toBe('quiet');
    expect(lines).toEqual(['5 a']);
    expect(clock.now).toBe(5);
  });

  it('fire while anything else is still to come', async () => {
    const { clock, lines, timer } = bound(new Witness());
    clock.set(timer('background', true), 10);
    clock.set(timer('a'), 15);
    expect(await run(clock)).toBe('quiet');
    expect(lines).toEqual(['10 background', '15 a']);
  });

  it('fire while there is work that they may move, until it is done', async () => {
    const { clock, lines, see, timer } = bound(new Witness());
    let busy = true;
    clock.set(
      inBackground(() => {
        see('mended');
        clock.set(new Callback(() => (busy = false)), 3);
      }),
      10,
    );
    clock.set(timer('background', true), 20);
    expect(await run(clock, { open: () => (busy ? 1 : 0) })).toBe('quiet');
    expect(lines).toEqual(['10 mended']);
    expect(clock.now).toBe(13);
  });

  it('that are taken back leave nothing to wait for', async () => {
    const { clock, timer } = bound(new Witness());
    const background = timer('background', true);
    clock.set(background, 10);
    clock.set(timer('a'), 1);
    clock.clear(background);
    expect(await run(clock, { open: () => 1 })).toBe('stuck');
  });
});

/** Its methods as functions. */
function bound(witness: Witness) {
  return {
    clock: witness.clock,
    lines: witness.lines,
    see: witness.see.bind(witness),
    timer: witness.timer.bind(witness),
  };
}
