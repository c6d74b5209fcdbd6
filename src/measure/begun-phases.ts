import type { RequestFact } from '../system/facts.js';
import { endToEndOf, shareOf } from './due.js';
import { Histogram } from './histogram.js';
import type { BegunPhases } from './measurements.js';
import type { Window } from './window.js';

/** What became of the requests, by the phase in which they were begun. Without faults nothing is counted. */
export class PhaseTallies {
  private readonly tallies: PhaseTally[];

  /** @param services how many there are that attempts are counted of */
  constructor(
    private readonly window: Window,
    services: number,
  ) {
    this.tallies = window.hasFaults ? [0, 1, 2].map(() => new PhaseTally(services)) : [];
  }

  /** The tally of the phase in which the request was begun; `undefined` where there are no phases. */
  of({ begunAt }: RequestFact): PhaseTally | undefined {
    return this.tallies.length === 0 ? undefined : this.tallies[this.window.phaseAt(begunAt)];
  }

  figures(): BegunPhases {
    return Object.fromEntries(
      this.window.phaseEdges().flatMap(({ name, index }) => {
        const tally = this.tallies[index];
        return tally === undefined ? [] : [[name, tally.figures()]];
      }),
    );
  }
}

/** What became of the requests that were begun in one phase. */
class PhaseTally {
  offered = 0;
  good = 0;
  declined = 0;
  readonly responseTime = new Histogram();
  readonly completionTime = new Histogram();
  /** By service. */
  private readonly attempts: number[];

  constructor(services: number) {
    this.attempts = new Array<number>(services).fill(0);
  }

  reached(service: number): void {
    this.attempts[service] = (this.attempts[service] ?? 0) + 1;
  }

  figures(): Required<BegunPhases>['during'] {
    const { offered, good, declined } = this;
    return {
      offered,
      good,
      goodput: shareOf(good, offered - declined),
      responseTime: this.responseTime.times(),
      endToEnd: endToEndOf(this.completionTime, offered - declined),
      amplification: offered === 0 ? 0 : Math.max(0, ...this.attempts) / offered,
    };
  }
}
