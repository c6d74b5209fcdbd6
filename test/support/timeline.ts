import { VirtualClock } from '../../src/engine/virtual-clock.js';
import { Recorder } from '../../src/measure/recorder.js';
import type { RunMeasurements } from '../../src/measure/measurements.js';
import { runMode } from '../../src/modes/simulate.js';
import { makePlan, type Plan, type StepPlan } from '../../src/plan/plan.js';
import { applyVariant } from '../../src/modes/registry.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import type { Failed } from '../../src/system/answer.js';
import type { AttemptFact, Facts, RequestFact } from '../../src/system/facts.js';
import type { Mode } from './scenario.js';

/** Everything that a run tells, passed on to its measuring as it comes. */
export class Observed implements Facts {
  readonly recorder: Recorder;
  /** Of the mode. */
  protected readonly plan: Plan;
  private readonly facts: Facts;

  constructor(
    it: Scenario,
    mode: Mode,
    readonly clock = new VirtualClock(),
  ) {
    this.plan = applyVariant(makePlan(it), mode).plan;
    this.recorder = new Recorder(this.plan, this.clock);
    this.facts = this.recorder;
  }

  begun(request: RequestFact): void {
    this.facts.begun(request);
  }
  loadEnds(at: number): void {
    this.facts.loadEnds(at);
  }
  responded(request: RequestFact, origin?: number): void {
    this.facts.responded(request, origin);
  }
  completed(request: RequestFact): void {
    this.facts.completed(request);
  }
  ended(request: RequestFact): void {
    this.facts.ended(request);
  }
  reached(attempt: AttemptFact): void {
    this.facts.reached(attempt);
  }
  waits(attempt: AttemptFact): void {
    this.facts.waits(attempt);
  }
  waited(attempt: AttemptFact): void {
    this.facts.waited(attempt);
  }
  started(attempt: AttemptFact): void {
    this.facts.started(attempt);
  }
  released(attempt: AttemptFact): void {
    this.facts.released(attempt);
  }
  succeeded(attempt: AttemptFact): void {
    this.facts.succeeded(attempt);
  }
  duplicate(attempt: AttemptFact): void {
    this.facts.duplicate(attempt);
  }
  effect(attempt: AttemptFact, first: boolean): void {
    this.facts.effect(attempt, first);
  }
  failed(request: RequestFact, step: StepPlan, failure: Failed, attempt?: AttemptFact): void {
    this.facts.failed(request, step, failure, attempt);
  }
  declined(request: RequestFact, step: StepPlan, attempt?: AttemptFact): void {
    this.facts.declined(request, step, attempt);
  }
  copied(request: RequestFact, step: StepPlan): void {
    this.facts.copied(request, step);
  }
  outOfOrder(attempt: AttemptFact): void {
    this.facts.outOfOrder(attempt);
  }
  ackLost(attempt: AttemptFact): void {
    this.facts.ackLost(attempt);
  }
  ackedLate(attempt: AttemptFact): void {
    this.facts.ackedLate(attempt);
  }
  deadLettered(request: RequestFact, step: StepPlan): void {
    this.facts.deadLettered(request, step);
  }
  lost(request: RequestFact, step: StepPlan): void {
    this.facts.lost(request, step);
  }
  parked(change: number): void {
    this.facts.parked(change);
  }
  left(attempt: AttemptFact, waiting: boolean): void {
    this.facts.left(attempt, waiting);
  }
}

/** Runs a scenario under somebody's eyes, and measures it all the same. */
async function observe(it: Scenario, mode: Mode, by: Observed, faults = true): Promise<RunMeasurements> {
  return by.recorder.measurements(await runMode(makePlan(it), mode, by.clock, by, { faults }));
}

/** Writes down what attempts go through and what callers hear, as `time service what`. */
class Timeline extends Observed {
  readonly lines: string[] = [];
  private readonly numbers = new Map<RequestFact, number>();
  private readonly services: string[];

  constructor(it: Scenario, mode: Mode) {
    super(it, mode);
    this.services = this.plan.services.map(({ name }) => name);
  }

  override begun(request: RequestFact): void {
    this.numbers.set(request, this.numbers.size);
    super.begun(request);
  }
  override responded(request: RequestFact, origin?: number): void {
    const because = origin === undefined ? '' : ` because of ${this.services[origin] ?? '?'}`;
    this.write(request, `caller ${request.response}${because}`);
    super.responded(request, origin);
  }
  override completed(request: RequestFact): void {
    this.write(request, 'completed');
    super.completed(request);
  }
  override waits(attempt: AttemptFact): void {
    this.write(attempt.request, `${attempt.step.name} waits`);
    super.waits(attempt);
  }
  override started(attempt: AttemptFact): void {
    this.write(attempt.request, `${attempt.step.name} starts`);
    super.started(attempt);
  }
  override effect(attempt: AttemptFact, first: boolean): void {
    this.write(attempt.request, `${attempt.step.name} ${first ? 'effect' : 'second effect'}`);
    super.effect(attempt, first);
  }
  override duplicate(attempt: AttemptFact): void {
    if (attempt.step.idempotent) this.write(attempt.request, `${attempt.step.name} repeated`);
    super.duplicate(attempt);
  }
  override released(attempt: AttemptFact): void {
    this.write(attempt.request, `${attempt.step.name} slot free`);
    super.released(attempt);
  }
  override failed(request: RequestFact, step: StepPlan, failure: Failed, attempt?: AttemptFact): void {
    const origin = this.services[failure.origin] ?? '?';
    this.write(
      request,
      `${step.name} failed: ${failure.cause}${origin === step.name ? '' : `, from ${origin}`}`,
    );
    super.failed(request, step, failure, attempt);
  }
  override declined(request: RequestFact, step: StepPlan, attempt?: AttemptFact): void {
    this.write(request, `${step.name} declined`);
    super.declined(request, step, attempt);
  }
  override copied(request: RequestFact, step: StepPlan): void {
    this.write(request, `${step.name} copy`);
    super.copied(request, step);
  }
  override outOfOrder(attempt: AttemptFact): void {
    this.write(attempt.request, `${attempt.step.name} out of order`);
    super.outOfOrder(attempt);
  }
  override ackLost(attempt: AttemptFact): void {
    this.write(attempt.request, `${attempt.step.name} acknowledgement lost`);
    super.ackLost(attempt);
  }
  override ackedLate(attempt: AttemptFact): void {
    this.write(attempt.request, `${attempt.step.name} acknowledged late`);
    super.ackedLate(attempt);
  }
  override deadLettered(request: RequestFact, step: StepPlan): void {
    this.write(request, `${step.name} dead letter`);
    super.deadLettered(request, step);
  }
  override lost(request: RequestFact, step: StepPlan): void {
    this.write(request, `${step.name} lost`);
    super.lost(request, step);
  }

  private write(request: RequestFact, what: string): void {
    const number = this.numbers.get(request);
    const whose = number === 0 ? '' : ` #${number ?? '?'}`;
    this.lines.push(`${Math.round(this.clock.now * 1000) / 1000} ${what}${whose}`);
  }
}

/**
 * What happens, when: `100 payment effect`. Times are in milliseconds; `#1` is the second request.
 *
 * @param only the words that a line must begin with after its time, to look at a part
 */
export async function timeline(it: Scenario, mode: Mode, ...only: string[]): Promise<string[]> {
  const watcher = new Timeline(it, mode);
  await observe(it, mode, watcher);
  if (only.length === 0) return watcher.lines;
  return watcher.lines.filter((line) => {
    const what = line.slice(line.indexOf(' ') + 1);
    return only.some((words) => what.startsWith(words));
  });
}
