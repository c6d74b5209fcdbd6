import type { Clock } from '../engine/clock.js';
import type { Plan, StepPlan } from '../plan/plan.js';
import type { Failed } from '../system/answer.js';
import type { AttemptFact, Facts, RequestFact } from '../system/facts.js';
import { CascadeCounter } from './cascades.js';
import { PhaseTallies } from './begun-phases.js';
import { dueOf, endToEndOf, shareOf } from './due.js';
import { Histogram } from './histogram.js';
import type { RunMeasurements } from './measurements.js';
import { isInTime } from './objectives.js';
import { OutcomeCounter } from './outcome-counter.js';
import { ServiceSeriesRecorder } from './service-series.js';
import { SeriesRecorder } from './series.js';
import { ServiceTally } from './service-tally.js';
import { type PhaseCounts, Window } from './window.js';

/** The load had not come to its end. */
const ENDED_EARLY = new Set<RunMeasurements['end']['reason']>(['interrupted', 'looping', 'crowded']);

/** From facts to figures. It keeps counts and histograms only: nothing in it lives as long as the run for a single request. */
export class Recorder implements Facts {
  readonly services: ServiceTally[];
  private readonly window: Window;
  private readonly series: SeriesRecorder;
  private readonly outcomes = new OutcomeCounter();
  private readonly cascades: CascadeCounter;
  private readonly rates: PhaseCounts = {
    offered: [0, 0, 0],
    accepted: [0, 0, 0],
    completed: [0, 0, 0],
    goodput: [0, 0, 0],
  };
  private readonly phases: PhaseTallies;
  /** Services of the workflow come first; a database, whose queries are no attempts, after them. */
  private readonly ownServices: number;
  private readonly responseTime = new Histogram();
  /** Made when the first caller is told no: until then it is the same as `responseTime`. */
  private acceptedTime: Histogram | undefined = undefined;
  private readonly completionTime = new Histogram();
  private readonly completionLag = new Histogram();
  private lostEvents = 0;

  constructor(
    private readonly plan: Plan,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.window = new Window(plan);
    this.series = new SeriesRecorder(expectedDuration(plan), plan.load.warmup);
    this.cascades = new CascadeCounter(plan.services.map((service) => service.name));
    const { interval } = this.series;
    this.services = plan.services.map(
      (service) => new ServiceTally(service, this.window, new ServiceSeriesRecorder(interval)),
    );
    this.ownServices = plan.sharing?.database.index ?? plan.services.length;
    this.phases = new PhaseTallies(this.window, this.ownServices);
  }

  begun(request: RequestFact): void {
    const { now } = this.clock;
    this.series.begun(now);
    this.countInPhase(this.rates.offered, now);
    if (!request.counted) return;
    this.outcomes.begun();
    const phase = this.phases.of(request);
    if (phase !== undefined) phase.offered += 1;
  }

  loadEnds(at: number): void {
    this.window.to = Math.min(this.window.to, at);
  }

  responded(request: RequestFact, origin?: number): void {
    const { now } = this.clock;
    const { response } = request;
    const wasAccepted = response === 'accepted';
    if (response !== 'none') this.series.hasResponded(now, response, now - request.begunAt);
    if (wasAccepted) {
      this.countInPhase(this.rates.accepted, now);
      if (request.completed) this.judge(request);
    }
    if (!request.counted) return;
    this.outcomes.responded(request);
    if (!wasAccepted) this.acceptedTime ??= this.responseTime.copy();
    this.responseTime.record(now - request.begunAt);
    this.phases.of(request)?.responseTime.record(now - request.begunAt);
    if (origin !== undefined) this.cascades.callerFailed(origin);
    if (!wasAccepted) return;
    this.acceptedTime?.record(now - request.begunAt);
    if (request.completed) this.completionLag.record(0);
  }

  completed(request: RequestFact): void {
    const { now } = this.clock;
    this.series.hasCompleted(now, now - request.begunAt);
    this.countInPhase(this.rates.completed, now);
    if (request.response === 'accepted') this.judge(request);
    if (!request.counted) return;
    this.outcomes.completed(request);
    this.completionTime.record(now - request.begunAt);
    this.phases.of(request)?.completionTime.record(now - request.begunAt);
    if (request.response === 'accepted') this.completionLag.record(now - request.respondedAt);
  }

  ended(request: RequestFact): void {
    if (!request.counted || this.outcomes.ended(request) !== 'declined') return;
    const phase = this.phases.of(request);
    if (phase !== undefined) phase.declined += 1;
  }

  reached(attempt: AttemptFact): void {
    if (!attempt.request.counted) return;
    this.tally(attempt.step).attempts += 1;
    const { index } = attempt.step.service;
    if (index < this.ownServices) this.phases.of(attempt.request)?.reached(index);
  }

  waits(attempt: AttemptFact): void {
    this.tally(attempt.step).queue.enter(this.clock.now);
    this.series.backlogChanged(this.clock.now, 1);
  }

  waited(attempt: AttemptFact): void {
    this.tally(attempt.step).waited(attempt, this.clock.now);
    this.series.backlogChanged(this.clock.now, -1);
  }

  started(attempt: AttemptFact): void {
    this.tally(attempt.step).started(attempt, this.clock.now);
  }

  released(attempt: AttemptFact): void {
    this.tally(attempt.step).released(attempt, this.clock.now);
  }

  succeeded(attempt: AttemptFact): void {
    if (attempt.request.counted) this.tally(attempt.step).succeeded += 1;
  }

  duplicate(attempt: AttemptFact): void {
    if (attempt.request.counted) this.tally(attempt.step).duplicates += 1;
  }

  effect(attempt: AttemptFact, first: boolean): void {
    if (!attempt.request.counted) return;
    const tally = this.tally(attempt.step);
    tally.effects += 1;
    if (!first) tally.doubleEffects += 1;
  }

  failed(request: RequestFact, step: StepPlan, failure: Failed): void {
    const tally = this.tally(step);
    tally.series.hasFailed(this.clock.now);
    if (!request.counted) return;
    tally.failures[failure.cause] += 1;
    this.cascades.serviceFailed(failure.origin, step.service.index);
  }

  declined(request: RequestFact, step: StepPlan): void {
    if (request.counted) this.tally(step).failures.declined += 1;
  }

  deadLettered(request: RequestFact, step: StepPlan): void {
    if (request.counted) this.tally(step).deadLettered += 1;
  }

  copied(request: RequestFact, step: StepPlan): void {
    if (request.counted) this.tally(step).copies += 1;
  }

  outOfOrder(attempt: AttemptFact): void {
    if (attempt.request.counted) this.tally(attempt.step).outOfOrder += 1;
  }

  ackLost(attempt: AttemptFact): void {
    if (attempt.request.counted) this.tally(attempt.step).lostAcks += 1;
  }

  ackedLate(): void {
    // What it spares is seen in what does not happen.
  }

  lost(request: RequestFact): void {
    if (request.counted) this.lostEvents += 1;
  }

  parked(change: number): void {
    this.series.backlogChanged(this.clock.now, change);
  }

  left(attempt: AttemptFact, waiting: boolean): void {
    this.tally(attempt.step).left(attempt, waiting, this.clock.now);
    if (attempt.request.counted && attempt.request.response === 'none') this.cascades.neverAnswered(attempt);
  }

  /** The figures, once the run is over. */
  measurements(reason: RunMeasurements['end']['reason']): RunMeasurements {
    const { now } = this.clock;
    if (this.window.to === Infinity || ENDED_EARLY.has(reason))
      this.window.to = Math.min(this.window.to, now);
    const requests = this.outcomes.figures();
    const series = this.series.end(now);
    const attempts = this.services.slice(0, this.ownServices).map((service) => service.attempts);
    const due = dueOf(requests);
    const perRequest = (count: number): number => (requests.offered === 0 ? 0 : count / requests.offered);
    return {
      requests,
      goodput: shareOf(requests.good, due),
      throughput: this.window.throughput(this.rates),
      responseTime: this.responseTime.times(),
      acceptedTime: (this.acceptedTime ?? this.responseTime).times(),
      completionTime: this.completionTime.times(),
      endToEnd: endToEndOf(this.completionTime, due),
      completionLag: this.completionLag.times(),
      peakBacklog: this.series.peakBacklog,
      phases: this.phases.figures(),
      amplification: {
        total: perRequest(attempts.reduce((sum, count) => sum + count, 0)),
        worst: perRequest(Math.max(...attempts)),
      },
      lostEvents: this.lostEvents,
      cascades: this.cascades.figures(this.outcomes.untold, this.plan.entry.service.index),
      services: this.byService((tally) => tally.measurements()),
      series: {
        ...series,
        services: this.byService((tally) => tally.series.figures(series.offered.length)),
      },
      end: { at: now, reason },
    };
  }

  /** It was answered with success, and is completed: was both in time? */
  private judge(request: RequestFact): void {
    const isGood = isInTime(request, this.plan.objectives);
    if (isGood) {
      this.series.wasGood(this.clock.now);
      this.countInPhase(this.rates.goodput, this.clock.now);
    }
    if (!request.counted) return;
    this.outcomes.judged(isGood);
    const phase = this.phases.of(request);
    if (phase !== undefined && isGood) phase.good += 1;
  }

  private byService<Value>(read: (tally: ServiceTally) => Value): Record<string, Value> {
    return Object.fromEntries(
      this.services.map((tally, index) => [this.plan.services[index]?.name ?? '', read(tally)]),
    );
  }

  private countInPhase(counts: [number, number, number], now: number): void {
    if (this.window.has(now)) counts[this.window.phaseAt(now)] += 1;
  }

  private tally(step: StepPlan): ServiceTally {
    return this.services[step.service.index] as ServiceTally;
  }
}

/** Where only the number of requests bounds the load: about how long it lasts (a minute for clients, who knows). */
function expectedDuration({ load }: Plan): number {
  if (load.duration < Infinity) return load.duration;
  return load.source.kind === 'open' ? (load.requests / load.source.rate) * 1000 : 60_000;
}
