import type { RequestFact } from '../system/facts.js';
import type { Response } from '../system/request.js';
import type { Endings, RunMeasurements } from './measurements.js';

/** Counts what callers were told against how the work ended. */
export class OutcomeCounter {
  private offered = 0;
  private completedCount = 0;
  private readonly toldCounts = { accepted: 0, failed: 0, timedOut: 0 };
  private readonly endings = { accepted: zero(), refused: zero() };
  /** Requests that have not ended, by what their caller was told; and of these, the completed ones. */
  private readonly open = { none: 0, accepted: 0, failed: 0, timedOut: 0 };
  private readonly openCompleted = { none: 0, accepted: 0, failed: 0, timedOut: 0 };

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

  ended(request: RequestFact): void {
    this.open[request.response] -= 1;
    if (request.completed) this.openCompleted[request.response] -= 1;
    this.endings[request.response === 'accepted' ? 'accepted' : 'refused'][endingOf(request)] += 1;
  }

  /** Callers without an answer. */
  get untold(): number {
    return this.open.none;
  }

  /** What is still open now is in flight, or completed; a caller without an answer has timed out. */
  figures(): RunMeasurements['requests'] {
    const { open, openCompleted, toldCounts } = this;
    const accepted = { ...this.endings.accepted };
    const refused = { ...this.endings.refused };
    accepted.completed += openCompleted.accepted;
    accepted.inFlight += open.accepted - openCompleted.accepted;
    for (const told of ['none', 'failed', 'timedOut'] as const) {
      refused.completed += openCompleted[told];
      refused.inFlight += open[told] - openCompleted[told];
    }
    return {
      offered: this.offered,
      accepted: toldCounts.accepted,
      failed: toldCounts.failed,
      timedOut: toldCounts.timedOut + open.none,
      completed: this.completedCount,
      outcomes: { accepted, refused },
    };
  }

  private move(counts: Record<Response, number>, to: Response): void {
    counts.none -= 1;
    counts[to] += 1;
  }
}

/** The first that holds. */
function endingOf(request: RequestFact): keyof Endings {
  if (request.completed) return 'completed';
  if (request.lost) return 'lost';
  if (request.deadLettered) return 'deadLettered';
  return request.effects.some((effects) => effects > 0) ? 'partial' : 'nothing';
}

function zero(): Endings {
  return { completed: 0, partial: 0, nothing: 0, deadLettered: 0, lost: 0, inFlight: 0 };
}
