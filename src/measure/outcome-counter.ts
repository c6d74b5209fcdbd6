import type { RequestFact } from '../system/facts.js';
import type { Response } from '../system/request.js';
import type { RunMeasurements } from './measurements.js';
import { endingOf, SIDES } from './outcome-of.js';
import { type Ending, ENDINGS, namesOf, RESPONSES, zeros } from './outcomes.js';

/** Counts what callers were told against how the work ended. */
export class OutcomeCounter {
  private offered = 0;
  private completedCount = 0;
  private good = 0;
  private late = 0;
  private readonly toldCounts = zeros(RESPONSES);
  private readonly endings = { accepted: zeros(ENDINGS), refused: zeros(ENDINGS) };
  /** Requests that have not ended, by what their caller was told; and of these, the completed ones. */
  private readonly open = zeros(SIDES);
  private readonly openCompleted = zeros(SIDES);

  begun(): void {
    this.offered += 1;
    this.open.none += 1;
  }

  responded({ response, completed }: RequestFact): void {
    this.move(this.open, response);
    if (completed) this.move(this.openCompleted, response);
    if (response !== 'none') this.toldCounts[response] += 1;
  }

  completed(request: RequestFact): void {
    this.completedCount += 1;
    this.openCompleted[request.response] += 1;
  }

  /** @returns how its work has ended */
  ended(request: RequestFact): Ending {
    this.open[request.response] -= 1;
    if (request.completed) this.openCompleted[request.response] -= 1;
    const ending = endingOf(request);
    this.endings[SIDES[request.response]][ending] += 1;
    return ending;
  }

  /** Answered with success, and completed. */
  judged(isGood: boolean): void {
    if (isGood) this.good += 1;
    else this.late += 1;
  }

  /** Callers without an answer. */
  get untold(): number {
    return this.open.none;
  }

  /** What is still open now is in flight, or completed; a caller without an answer has timed out. */
  figures(): RunMeasurements['requests'] {
    const { open, openCompleted, toldCounts } = this;
    const outcomes = { accepted: { ...this.endings.accepted }, refused: { ...this.endings.refused } };
    for (const told of namesOf(SIDES)) {
      const endings = outcomes[SIDES[told]];
      endings.completed += openCompleted[told];
      endings.inFlight += open[told] - openCompleted[told];
    }
    return {
      offered: this.offered,
      ...toldCounts,
      timedOut: toldCounts.timedOut + open.none,
      completed: this.completedCount,
      good: this.good,
      late: this.late,
      outcomes,
    };
  }

  private move(counts: Record<Response, number>, to: Response): void {
    counts.none -= 1;
    counts[to] += 1;
  }
}
