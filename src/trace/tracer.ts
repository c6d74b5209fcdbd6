import type { Clock } from '../engine/clock.js';
import type { Plan, StepPlan } from '../plan/plan.js';
import type { Failed } from '../system/answer.js';
import type { AttemptFact, Facts, RequestFact } from '../system/facts.js';
import { listen } from './listen.js';
import type { Mark, ModeTrace, Span, TracedAttempt } from './trace.js';

/** What is known of an attempt beside what it says itself. Times as the clock has them. */
interface Sight {
  attempt: AttemptFact;
  waitedUntil: number | undefined;
  startedAt: number | undefined;
  releasedAt: number | undefined;
  effect: TracedAttempt['effect'];
  failure: { at: number; failure: Failed } | undefined;
  declined: boolean;
  /** The run was over while it still waited or worked. */
  isLeft: boolean;
}

export interface Tracer {
  facts: Facts;
  /** Is there nothing more to be told of the request? */
  hasEnded(): boolean;
  /** How many requests have begun. */
  begun(): number;
  /** `undefined` where the request has not begun. */
  trace(): { key: number; trace: ModeTrace } | undefined;
}

/**
 * Listens to a run and keeps what happens to one request of it.
 *
 * @param wanted its key, or the how-manieth it is that begins, from 1
 */
export function traceRequest(plan: Plan, clock: Clock, wanted: { key: number } | { number: number }): Tracer {
  let begun = 0;
  let number = 0;
  let request: RequestFact | undefined;
  let hasEnded = false;
  let end = 0;
  let told: ModeTrace['told'];
  let completedAt: number | undefined;
  const sights = new Map<AttemptFact, Sight>();
  const marks: Mark[] = [];
  /** By step: attempts in the order in which their effects came. */
  const effects = new Map<number, AttemptFact[]>();

  const nameOf = (service: number): string => plan.services[service]?.name ?? '?';
  const since = (at: number): number => at - (request?.begunAt ?? 0);
  const sightOf = (attempt: AttemptFact): Sight | undefined => {
    if (attempt.request !== request) return undefined;
    end = clock.now;
    let sight = sights.get(attempt);
    if (sight === undefined) {
      sight = {
        attempt,
        waitedUntil: undefined,
        startedAt: undefined,
        releasedAt: undefined,
        effect: 'none',
        failure: undefined,
        declined: false,
        isLeft: false,
      };
      sights.set(attempt, sight);
    }
    return sight;
  };
  const mark = (of: RequestFact, step: StepPlan, what: Mark['what'], origin?: number): void => {
    if (of !== request) return;
    end = clock.now;
    const from = origin === undefined ? {} : { origin: nameOf(origin) };
    marks.push({ at: since(clock.now), step: step.name, what, ...from });
  };

  const facts = listen({
    begun: (one) => {
      begun += 1;
      if (request !== undefined) return;
      if ('key' in wanted ? one.key !== wanted.key : begun !== wanted.number) return;
      request = one;
      number = begun;
      end = clock.now;
    },
    responded: (of, origin) => {
      const { response: what } = of;
      if (of !== request || what === 'none') return;
      end = clock.now;
      const from = origin === undefined ? {} : { origin: nameOf(origin) };
      told = { at: since(clock.now), what, ...from };
    },
    completed: (of) => {
      if (of === request) completedAt = since(clock.now);
    },
    ended: (of) => {
      if (of !== request) return;
      end = clock.now;
      hasEnded = true;
    },
    reached: sightOf,
    waits: sightOf,
    waited: (attempt) => {
      const sight = sightOf(attempt);
      if (sight !== undefined) sight.waitedUntil = clock.now;
    },
    started: (attempt) => {
      const sight = sightOf(attempt);
      if (sight !== undefined) sight.startedAt = clock.now;
    },
    released: (attempt) => {
      const sight = sightOf(attempt);
      if (sight !== undefined) sight.releasedAt = clock.now;
    },
    effect: (attempt, first) => {
      const sight = sightOf(attempt);
      if (sight === undefined) return;
      sight.effect = first ? 'first' : 'again';
      const { index } = attempt.step;
      effects.set(index, [...(effects.get(index) ?? []), attempt]);
    },
    failed: (of, step, failure, attempt) => {
      const sight = attempt === undefined ? undefined : sightOf(attempt);
      if (sight !== undefined) sight.failure = { at: clock.now, failure };
      else mark(of, step, failure.cause === 'timeout' ? 'timed out' : 'refused', failure.origin);
    },
    declined: (_request, _step, attempt) => {
      const sight = attempt === undefined ? undefined : sightOf(attempt);
      if (sight !== undefined) sight.declined = true;
    },
    ackLost: ({ request: of, step, workedAt }) => {
      mark(of, step, workedAt < Infinity ? 'ack lost' : 'forgotten');
    },
    ackedLate: ({ request: of, step }) => {
      mark(of, step, 'acked late');
    },
    deadLettered: (of, step) => {
      mark(of, step, 'given up');
    },
    lost: (of, step) => {
      mark(of, step, 'lost');
    },
    left: (attempt) => {
      const sight = sightOf(attempt);
      if (sight !== undefined) sight.isLeft = true;
    },
  });

  const describe = (sight: Sight, earlier: readonly Sight[]): TracedAttempt => {
    const { attempt, waitedUntil, startedAt, releasedAt, failure } = sight;
    const isOpen = sight.isLeft;
    const over = isOpen ? end : (releasedAt ?? end);
    const worked =
      startedAt === undefined ? undefined : { from: startedAt, to: Math.min(over, attempt.workedAt) };
    const waited = attempt.queued ? { from: attempt.arrivedAt, to: waitedUntil ?? end } : undefined;
    const blocked = worked === undefined || over <= worked.to ? undefined : { from: worked.to, to: over };
    const repeats = findRepeated(sight, earlier);
    const spans = { waited, worked, blocked };
    return {
      id: idOf(attempt),
      step: attempt.step.name,
      causedBy: causesOf(attempt, effects, earlier, plan),
      ...(repeats?.failure === undefined
        ? {}
        : {
            repeats: {
              id: idOf(repeats.attempt),
              backOff: { from: since(repeats.failure.at), to: since(attempt.arrivedAt) },
            },
          }),
      at: since(attempt.arrivedAt),
      ...Object.fromEntries(
        Object.entries(spans).flatMap(([name, span]: [string, Span | undefined]) =>
          span === undefined ? [] : [[name, { from: since(span.from), to: since(span.to) }]],
        ),
      ),
      effect: sight.effect,
      recognised: attempt.repeated,
      ...(failure === undefined
        ? {}
        : {
            failure: {
              at: since(failure.at),
              cause: failure.failure.cause,
              origin: nameOf(failure.failure.origin),
            },
          }),
      declined: sight.declined,
      isOpen,
    };
  };

  const markUndelivered = ({ attempt, waitedUntil }: Sight): Mark => ({
    at: since(waitedUntil ?? attempt.arrivedAt),
    step: attempt.step.name,
    what: waitedUntil === undefined ? 'never delivered' : 'withdrawn',
  });

  return {
    facts,
    hasEnded: () => hasEnded,
    begun: () => begun,
    trace: () => {
      if (request === undefined) return undefined;
      const inOrder = [...sights.values()].sort((a, b) => a.attempt.arrivedAt - b.attempt.arrivedAt);
      const attempts = inOrder.filter((sight) => !isUndelivered(sight));
      const trace: ModeTrace = {
        begunAt: request.begunAt,
        number,
        ...(told === undefined ? {} : { told }),
        ...(completedAt === undefined ? {} : { completedAt }),
        attempts: attempts.map((sight, index) => describe(sight, attempts.slice(0, index))),
        marks: [...marks, ...inOrder.filter(isUndelivered).map(markUndelivered)],
        end: since(end),
      };
      return { key: request.key, trace };
    },
  };
}

/** A message that still waited when the run was over, or was taken back: a delivery is an attempt when it has its slot. */
function isUndelivered({ attempt, startedAt }: Sight): boolean {
  return attempt.isMessage && startedAt === undefined;
}

function idOf({ step, number }: AttemptFact): string {
  return `${step.name} #${number}`;
}

/** The attempt before, of the same message, or by the same caller, if it had failed by then. */
function findRepeated({ attempt }: Sight, earlier: readonly Sight[]): Sight | undefined {
  return earlier.findLast(
    ({ attempt: other, failure }) =>
      other.step === attempt.step &&
      failure !== undefined &&
      failure.at <= attempt.arrivedAt &&
      (attempt.isMessage ? other.source === attempt.source : other.source.from === attempt.source.from),
  );
}

/**
 * A call is caused by the attempt that waits for it. A message is one event, and its step's n-th message is that of its
 * input's n-th effect; a join has one message only, from the first of each.
 */
function causesOf(
  attempt: AttemptFact,
  effects: ReadonlyMap<number, readonly AttemptFact[]>,
  earlier: readonly Sight[],
  plan: Plan,
): string[] {
  if (!attempt.isMessage) {
    const { from } = attempt.source;
    return [from === undefined ? 'caller' : idOf(from)];
  }
  const messages = new Set(
    earlier.filter((sight) => sight.attempt.step === attempt.step).map((sight) => sight.attempt.source),
  );
  const nth = messages.has(attempt.source) ? [...messages].indexOf(attempt.source) : messages.size;
  return attempt.step.inputs.map((input) => {
    const cause = effects.get(input)?.[nth];
    return cause === undefined ? (plan.steps[input]?.name ?? '?') : idOf(cause);
  });
}
