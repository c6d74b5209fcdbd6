import type { Draws } from '../../src/engine/luck.js';
import { Luck } from '../../src/engine/luck.js';
import type {
  CircuitBreaker,
  Distribution,
  Fault,
  Retry,
  Scenario,
  Step,
} from '../../src/scenario/scenario.js';
import { type Given, RETRY, scenario, step } from './scenarios.js';

/** A scenario made up from a number: some workflow, some faults, some policies. The same number gives the same one. */
export function randomScenario(number: number): Scenario {
  const given = new Inventor(number).given();
  // A closed loop has no arrival rate that could be multiplied.
  if (!('clients' in given.load)) return scenario(given);
  return scenario({ ...given, faults: given.faults?.filter(({ kind }) => kind !== 'spike') ?? [] });
}

const JITTERS = ['none', 'full', 'equal', 'decorrelated'] as const;

class Inventor {
  private readonly draws: Draws;
  private n = 0;

  constructor(private readonly number: number) {
    this.draws = new Luck(number).draws('scenario');
  }

  given(): Given {
    const steps = this.steps();
    const names = [...new Set(steps.map((one) => one.service))];
    return {
      services: Object.fromEntries(
        names.map((name) => [
          name,
          {
            latency: this.latency(),
            concurrency: this.oneOf([1, 2, 8, 20, 'unbounded']),
            queue: this.oneOf([0, 5, 64, 'unbounded']),
            declineRate: this.oneOf([0, 0, 0.02]),
          },
        ]),
      ),
      steps,
      caller: {
        networkLatency: this.network(),
        timeout: this.oneOf(['none', '300ms', '2s']),
        retry: this.retry(),
        circuitBreaker: this.breaker(),
        cancelOnTimeout: this.chance(0.3),
        deadline: this.oneOf(['none', '1s']),
      },
      calls: {
        networkLatency: this.network(),
        timeout: this.oneOf(['none', '200ms', '1s']),
        retry: this.retry(),
        circuitBreaker: this.breaker(),
        cancelOnTimeout: this.chance(0.3),
        fanOut: this.oneOf(['parallel', 'sequential']),
      },
      bus: {
        deliveryLatency: this.network(),
        redelivery: {
          maxDeliveries: this.oneOf([1, 2, 5]),
          initialDelay: this.oneOf(['0ms', '50ms']),
          multiplier: 2,
          maxDelay: '1s',
          jitter: this.oneOf(JITTERS),
        },
        ackWait: this.oneOf(['none', '30s', '60ms']),
        lateAck: this.number % 2 === 0 ? 'accepted' : 'ignored',
        outbox: this.chance(0.7),
        capacity: this.oneOf(['unbounded', 'unbounded', 3]),
      },
      load: this.load(),
      faults: this.faults(names),
      seed: this.number,
    };
  }

  /** Each step waits for one or two of those before it, so that there are forks and joins. */
  private steps(): Step[] {
    const count = 2 + this.below(5);
    const steps: Step[] = [];
    for (let index = 0; index < count; index += 1) {
      const inputs = new Set<number>();
      if (index > 0) inputs.add(this.below(index));
      if (index > 1 && this.chance(0.4)) inputs.add(this.below(index));
      const shared = index > 0 && this.chance(0.15);
      steps.push(
        step(
          `s${index}`,
          [...inputs].map((input) => `s${input}Done`),
          {
            service: shared ? `s${this.below(index)}` : `s${index}`,
            idempotent: this.chance(0.4),
            critical: index === 0 || this.chance(0.8),
          },
        ),
      );
    }
    return steps;
  }

  private load(): Scenario['load'] {
    const common = { warmup: this.oneOf(['0s', '1s']), drain: this.oneOf(['10m', '500ms']) };
    const bound = this.chance(0.3) ? { requests: 300 } : { duration: '6s' };
    return this.chance(0.25)
      ? { ...common, ...bound, clients: 1 + this.below(30), thinkTime: this.latency() }
      : {
          ...common,
          ...bound,
          rate: this.oneOf(['20/s', '80/s', '200/s']),
          arrivals: this.oneOf(['poisson', 'constant']),
        };
  }

  private faults(services: readonly string[]): Fault[] {
    const faults: Fault[] = [];
    for (let left = this.below(4); left > 0; left -= 1) {
      const when = this.chance(0.8)
        ? { at: `${1 + this.below(3)}s`, for: this.oneOf(['200ms', '1s', '2500ms']) }
        : {};
      faults.push(this.fault(this.oneOf(services), when));
    }
    return faults;
  }

  private fault(target: string, when: { at?: string; for?: string }): Fault {
    const window = { target, ...when };
    return this.oneOf<() => Fault>([
      () => ({ kind: 'latency', add: '100ms', multiply: this.oneOf([1, 3]), ...window }),
      () => ({ kind: 'errors', rate: this.oneOf([0.1, 0.5, 1]), ...window }),
      () => ({ kind: 'outage', ...window }),
      () => ({ kind: 'outage', ...window, target: 'bus' }),
      () => ({ kind: 'hang', ...window }),
      () => ({ kind: 'crash', ...window }),
      () => ({
        kind: 'random-outages',
        mttf: '800ms',
        mttr: '200ms',
        what: this.oneOf(['outage', 'hang', 'crash']),
        ...window,
      }),
      () => ({ kind: 'slots', concurrency: 1, ...window }),
      () => ({ kind: 'poison', rate: 0.05, ...window }),
      () => ({ kind: 'decline', rate: 0.1, ...window }),
      () => ({ kind: 'spike', multiply: 4, ...window, target: 'load' }),
    ])();
  }

  private latency(): Distribution {
    return this.oneOf<Distribution>([
      { distribution: 'constant', value: '10ms' },
      { distribution: 'uniform', min: '5ms', max: '50ms' },
      { distribution: 'exponential', mean: '15ms' },
      { distribution: 'lognormal', p50: '8ms', p99: '60ms' },
      { distribution: 'erlang', shape: 3, mean: '20ms' },
    ]);
  }

  private network(): Distribution {
    return this.oneOf<Distribution>([
      { distribution: 'constant', value: '0ms' },
      { distribution: 'constant', value: '4ms' },
      { distribution: 'exponential', mean: '5ms' },
    ]);
  }

  private retry(): Retry | 'none' {
    if (this.chance(0.4)) return 'none';
    return {
      ...RETRY,
      maxAttempts: this.oneOf([1, 2, 3, 5]),
      initialDelay: this.oneOf(['0ms', '30ms']),
      jitter: this.oneOf(JITTERS),
      budget: this.oneOf(['none', 0.1]),
    };
  }

  private breaker(): CircuitBreaker | 'none' {
    const common = {
      waitDurationInOpenState: '500ms',
      permittedNumberOfCallsInHalfOpenState: this.oneOf([1, 3]),
    };
    return this.oneOf<CircuitBreaker | 'none'>([
      'none',
      'none',
      { ...common, consecutiveFailures: 5 },
      { ...common, failureRateThreshold: 0.5, slidingWindowSize: 20, minimumNumberOfCalls: 10 },
    ]);
  }

  private below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  private chance(share: number): boolean {
    return this.next() < share;
  }

  private oneOf<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new RangeError('nothing to choose from');
    return choice;
  }

  private next(): number {
    return this.draws.at(this.n++, 0).next();
  }
}
