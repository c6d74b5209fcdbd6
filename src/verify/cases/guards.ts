import type { RunMeasurements } from '../../measure/measurements.js';
import type { Mapping } from '../../scenario/values.js';
import { fannedOut, inARow, INSTANT, perSecond, scenario, seconds, server } from '../authored.js';
import { type Case, published, type Run, serviceOf, trial } from '../case.js';
import * as formulas from '../formulas/guards.js';

/** Calls a second, one every ten milliseconds. */
const RATE = 100;

const down: Mapping = { kind: 'outage', target: 'callee' };
const attempts = (run: RunMeasurements): number => serviceOf(run, 'callee').attempts;
const refused = (run: RunMeasurements): number => serviceOf(run, 'callee').failures.breaker;

/** Breakers, budgets, waits, faults and acknowledgements, as the libraries have them whose names they bear. */
export const guards: Case[] = [
  published({
    key: 'V41-half-open',
    title: 'a half-open breaker: the failure rate of all calls that it lets through decides',
    source: 'resilience4j, CircuitBreaker: states and permittedNumberOfCallsInHalfOpenState',
    expected: formulas.halfOpen,
    sets: [
      { p: 0.3, permitted: 10, threshold: 0.5, refused: 20 },
      { p: 0.5, permitted: 4, threshold: 0.5, refused: 10 },
      { p: 0.5, permitted: 10, threshold: 0.8, refused: 10 },
    ],
    quick: [0],
    trial: ({ p, permitted, threshold, refused: whileOpen }, effort) => {
      const share = formulas.halfOpen({ p, permitted, threshold, refused: whileOpen }).refused;
      // What is refused comes in lots of `whileOpen`.
      const requests = effort.requests(((1 - share) / share) * whileOpen);
      const circuitBreaker = {
        failureRateThreshold: threshold,
        slidingWindowSize: 1,
        minimumNumberOfCalls: 1,
        // The call after the last one that is refused comes half a gap after it has been open.
        waitDurationInOpenState: seconds((whileOpen + 0.5) / RATE),
        permittedNumberOfCallsInHalfOpenState: permitted,
      };
      return trial({
        runs: {
          failing: {
            mode: 'direct',
            scenario: scenario('half-open', {
              caller: { circuitBreaker },
              services: { callee: INSTANT },
              steps: inARow(['callee']),
              load: { rate: perSecond(RATE), arrivals: 'constant', duration: seconds(requests / RATE) },
              faults: [{ kind: 'errors', target: 'callee', rate: p }],
            }),
          },
        },
        figures: { refused: ({ failing }) => refused(failing) / failing.requests.offered },
      });
    },
  }),
  published({
    key: 'V42-shared-guards',
    title: 'one breaker and one budget between two services, whatever the step',
    source:
      'resilience4j, CircuitBreakerRegistry (one by name); Finagle, RetryBudget (one of a client); counted',
    expected: formulas.sharedGuards,
    sets: [
      { requests: 15, steps: 2, consecutive_failures: 5, budget: 0.1 },
      { requests: 9, steps: 5, consecutive_failures: 20, budget: 0.2 },
    ],
    quick: [0, 1],
    trial: ({ requests, steps, consecutive_failures, budget }) => {
      const run = (calls: Mapping): Run => ({
        mode: 'direct',
        scenario: scenario('two services', {
          calls,
          services: { head: INSTANT, callee: INSTANT },
          steps: stepsOf('head', 'callee', steps),
          load: { rate: '1/s', arrivals: 'constant', requests },
          faults: [down],
        }),
      });
      return trial({
        seeds: 1,
        runs: {
          breaker: run({
            circuitBreaker: { consecutiveFailures: consecutive_failures, waitDurationInOpenState: '1h' },
          }),
          budget: run({ retry: { maxAttempts: 2, initialDelay: '1ms', jitter: 'none', budget } }),
        },
        figures: {
          attempts_with_one_breaker: ({ breaker }) => attempts(breaker),
          refused: ({ breaker }) => refused(breaker),
          attempts_with_one_budget: ({ budget: paid }) => attempts(paid),
        },
        within: { attempts_with_one_breaker: 0, refused: 0, attempts_with_one_budget: 0 },
      });
    },
  }),
  published({
    key: 'V43-uncapped',
    title: 'a limit that nobody has written cuts no wait that somebody has',
    source: 'Polly, issue 512 and RetryStrategyOptions.MaxDelay (none by default); geometric sum',
    expected: formulas.uncapped,
    sets: [
      { initial_s: 30, multiplier: 2, tries: 3 },
      { initial_s: 2, multiplier: 2, tries: 4 },
      { initial_s: 0.05, multiplier: 10, tries: 4 },
    ],
    quick: [0, 1, 2],
    trial: ({ initial_s, multiplier, tries }) => {
      const waits = { initialDelay: seconds(initial_s), multiplier, jitter: 'none' };
      const fails = (target: string, policies: Mapping, mode: Run['mode']): Run => ({
        mode,
        scenario: scenario('waits', {
          ...policies,
          services: { entry: INSTANT, callee: INSTANT },
          steps: inARow(['entry', 'callee']),
          load: { rate: '1/s', arrivals: 'constant', requests: 1, drain: '24h' },
          // It fails until just before the last try.
          faults: [
            {
              kind: 'errors',
              target,
              rate: 1,
              for: seconds(formulas.uncapped({ initial_s, multiplier, tries }).last_try_at_s - 0.001),
            },
          ],
        }),
      });
      const retry = { maxAttempts: tries, ...waits };
      const doneAt = ({ completionTime, requests }: RunMeasurements): number =>
        requests.completed === 1 ? completionTime.max / 1000 : Infinity;
      return trial({
        seeds: 1,
        runs: {
          caller: fails('entry', { caller: { retry } }, 'direct'),
          calls: fails('callee', { calls: { retry } }, 'direct'),
          bus: fails('callee', { bus: { redelivery: { maxDeliveries: tries, ...waits } } }, 'event'),
        },
        figures: {
          last_try_at_s: {
            'of the outer caller': ({ caller }) => doneAt(caller),
            'of calls': ({ calls }) => doneAt(calls),
            'of deliveries': ({ bus }) => doneAt(bus),
          },
        },
        within: { last_try_at_s: 0 },
      });
    },
  }),
  published({
    key: 'V44-multiply',
    title: 'faults of one kind that last at once multiply: spikes, lulls and latencies',
    source: 'superposition and thinning of Poisson processes (Kingman, Poisson Processes, 1993)',
    expected: formulas.product,
    sets: [
      { rate: 20, factors: [2, 3], seconds: 500 },
      { rate: 40, factors: [4, 0.5, 1.5], seconds: 300 },
      { rate: 100, factors: [0.5, 0.2], seconds: 600 },
    ],
    quick: [0, 1],
    trial: ({ rate, factors, seconds: length }) => {
      const run = (arrivals: 'constant' | 'poisson'): Run => ({
        mode: 'direct',
        scenario: scenario('many at once', {
          services: { callee: server('1s', 'unbounded') },
          steps: inARow(['callee']),
          load: { rate: perSecond(rate), arrivals, duration: seconds(length) },
          faults: factors.flatMap((multiply) => [
            { kind: 'spike', multiply },
            { kind: 'latency', target: 'callee', multiply },
          ]),
        }),
      });
      return trial({
        runs: { constant: run('constant'), poisson: run('poisson') },
        figures: {
          arrivals: {
            'one at a time': ({ constant }) => constant.requests.offered,
            'at random': ({ poisson }) => poisson.requests.offered,
          },
          service_time: ({ constant }) => serviceOf(constant, 'callee').serviceTime.mean / 1000,
        },
        within: { service_time: 0 },
      });
    },
  }),
  published({
    key: 'V45-late-ack',
    title: 'an acknowledgement that comes after ackWait settles its message',
    source:
      'nats-io/nats-server, issue 6937 and processAckMsg; visibility timeout: Amazon SQS Developer Guide; counted',
    expected: formulas.lateAck,
    sets: [
      { work_s: 110, ack_wait_s: 30, max_deliveries: 100 },
      { work_s: 900, ack_wait_s: 30, max_deliveries: 50 },
    ],
    quick: [0, 1],
    trial: ({ work_s, ack_wait_s, max_deliveries }) => {
      const run = (lateAck: string): Run => ({
        mode: 'event',
        scenario: scenario('late acknowledgements', {
          bus: { ackWait: seconds(ack_wait_s), lateAck, redelivery: { maxDeliveries: max_deliveries } },
          services: { entry: INSTANT, callee: server(seconds(work_s), 'unbounded') },
          steps: inARow(['entry', 'callee']),
          load: { rate: '1/m', arrivals: 'constant', requests: 10, drain: '24h' },
        }),
      });
      const perRequest = (figure: 'attempts' | 'doubleEffects' | 'deadLettered') => (of: RunMeasurements) =>
        serviceOf(of, 'callee')[figure] / of.requests.offered;
      return trial({
        seeds: 1,
        runs: { accepted: run('accepted'), ignored: run('ignored') },
        figures: {
          deliveries: ({ accepted }) => perRequest('attempts')(accepted),
          done_again: ({ accepted }) => perRequest('doubleEffects')(accepted),
          dead_letters: ({ accepted }) => perRequest('deadLettered')(accepted),
          deliveries_ignored: ({ ignored }) => perRequest('attempts')(ignored),
          dead_letters_ignored: ({ ignored }) => perRequest('deadLettered')(ignored),
        },
        within: {
          deliveries: 0,
          done_again: 0,
          dead_letters: 0,
          deliveries_ignored: 0,
          dead_letters_ignored: 0,
        },
      });
    },
  }),
];

/** So many steps of one service, none of them critical, which another one calls together. */
function stepsOf(head: string, callee: string, count: number): Mapping[] {
  const names = Array.from({ length: count }, (_, index) => `${callee}-${index + 1}`);
  return fannedOut(head, names).map((step, index) =>
    index === 0 ? step : { ...step, service: callee, name: names[index - 1] ?? '', critical: false },
  );
}
