import { Callback, inBackground } from '../engine/clock.js';
import type { Distribution } from '../engine/distributions.js';
import type { Draws } from '../engine/luck.js';
import { type FaultPlanOn, takesEffectOn } from '../faults/effects.js';
import { stretchesOf } from '../faults/load-profile.js';
import { belongs, type LoadPlan, type StepPlan } from '../plan/plan.js';
import { Arrivals, Lulls } from './arrivals.js';
import { Request } from './request.js';
import type { World } from './world.js';

/** Sends a request on its trip; `answered` is told when its caller has an answer. */
export type Begin = (request: Request, answered?: () => void) => void;

/**
 * Requests that clients may begin at one moment, beyond one each. A client with no response time and no think time would
 * ask for ever without time advancing, unless the number of requests is bounded.
 */
const MOST_AT_ONCE = 100_000;

/** Streams of requests have keys of their own, that many apart; more streams than fit into 32 bits have them mixed. */
const STREAM = 0x10000000;
const STREAMS = 16;

/**
 * Begins requests: an open loop, which does not slow down because the system does, or a closed one, in which each client
 * waits for its answer. A spike multiplies an arrival rate: its extra requests are streams of their own, so that the base
 * stream does not move. A lull, which multiplies it by less than 1, takes requests away from all streams.
 */
export function startLoad(world: World, begin: Begin): LoadGenerator {
  const generator = new LoadGenerator(world, begin);
  generator.start();
  return generator;
}

class LoadGenerator {
  /** Clients would have asked for ever at one moment: the load has ended there. */
  hasSpun = false;
  private begun = 0;
  private hasEnded = false;
  /** The moment of the last client's request, and how many clients have begun then. */
  private moment: number | undefined = undefined;
  private atThisMoment = 0;
  private lastBegun = 0;
  /** Clients that will ask again. */
  private thinking = 0;
  private readonly load: LoadPlan;
  /** Critical steps that not all requests have. */
  private readonly joining: readonly StepPlan[];

  constructor(
    private readonly world: World,
    private readonly begin: Begin,
  ) {
    this.load = world.plan.load;
    this.joining = world.plan.steps.filter((step) => step.critical && step.joins !== undefined);
  }

  start(): void {
    const { source, duration, drain } = this.load;
    if (duration < Infinity) {
      this.world.clock.endBy(duration + drain);
      const end = inBackground(() => {
        this.end(duration);
      });
      this.world.clock.setAt(end, duration);
    }
    if (source.kind === 'open') {
      this.startStreams(source.rate, source.poisson);
    } else {
      this.startClients(source.clients, source.thinkTime);
    }
  }

  /**
   * Spikes that last at once are multiplied with each other: the stream of each has what it adds to those before it.
   *
   * @param rate per second
   */
  private startStreams(rate: number, poisson: boolean): void {
    const { duration } = this.load;
    const faults = this.world.plan.faults.filter(takesEffectOn('load'));
    const lulls = faults.filter(({ multiply }) => multiply < 1);
    this.startStream(
      0,
      new Arrivals(rate, stretchesOf([], 0, duration), this.gapsOf(0, poisson)),
      lulls,
      poisson,
    );
    faults.forEach(({ at, until, multiply }, index) => {
      if (multiply <= 1) return;
      const before = faults.slice(0, index).filter((other) => other.multiply > 1);
      const stretches = stretchesOf(before, at, Math.min(until, duration));
      const arrivals = new Arrivals(rate * (multiply - 1), stretches, this.gapsOf(index + 1, poisson));
      this.startStream(index + 1, arrivals, lulls, poisson);
    });
  }

  private gapsOf(stream: number, poisson: boolean): Draws | undefined {
    return poisson ? this.world.plan.luck.draws('arrivals', String(stream)) : undefined;
  }

  private startStream(
    stream: number,
    arrivals: Arrivals,
    all: readonly FaultPlanOn<'load'>[],
    poisson: boolean,
  ): void {
    const { luck } = this.world.plan;
    const keys = luck.draws('stream', String(stream));
    const keyOf = (n: number): number => (stream < STREAMS ? stream * STREAM + n : keys.at(n, 0).words()[0]);
    const lulls =
      all.length === 0
        ? undefined
        : new Lulls(all, poisson ? all.map(({ ordinal }) => luck.draws('lull', String(ordinal))) : undefined);
    const until = lulls?.end ?? Infinity;
    let n = 0;
    // A request begins at its moment, also where a real clock rings a little late: its times count from there.
    let due = 0;
    const arrival = new Callback(() => {
      if (!this.mayBegin()) return;
      const key = keyOf(n);
      if (lulls?.leave(key, due) !== false) this.begin(this.newRequest(key, due));
      n += 1;
      // Set last: of two things at one moment, work that ends comes before the next arrival.
      scheduleNext();
    });
    const scheduleNext = (): void => {
      const time = arrivals.next();
      due = time;
      if (time >= until) return;
      if (this.begun >= this.load.requests) this.end(time);
      else this.world.clock.setAt(arrival, time);
    };
    scheduleNext();
  }

  /** Each client asks, waits for its answer, thinks, and asks again. */
  private startClients(clients: number, thinkTime: Distribution): void {
    const { duration, requests } = this.load;
    const { clock, plan } = this.world;
    const keys = plan.luck.draws('client', '0');
    const thinking = plan.luck.draws('think', '0');
    const trip = (client: number, n: number): void => {
      this.thinking -= 1;
      if (clock.now >= duration || this.isSpinning() || !this.mayBegin()) return;
      // The key is client and n, mixed into one number: it is the same however many clients there are.
      this.begin(this.newRequest(keys.at(n, client).words()[0], clock.now), () => {
        const next = clock.now + thinkTime.sample(thinking.at(n, client));
        if (next >= duration) return;
        this.thinking += 1;
        this.setEnd();
        const think = new Callback(() => {
          trip(client, n + 1);
        });
        clock.setAt(think, next);
      });
    };
    // All ask at once: of more clients than requests, one more finds that the load is over, and the others would, too.
    const asking = Math.min(clients, requests + 1);
    this.thinking = asking;
    for (let client = 0; client < asking; client += 1) {
      const first = new Callback(() => {
        trip(client, 0);
      });
      this.world.clock.setAt(first, 0);
    }
  }

  /** When the last request that was wanted has begun, the load is over at the moment of the next one. */
  private mayBegin(): boolean {
    if (this.begun < this.load.requests) return true;
    this.end(this.world.clock.now);
    return false;
  }

  private isSpinning(): boolean {
    const { source, requests } = this.load;
    if (requests < Infinity || source.kind === 'open' || this.hasSpun) return this.hasSpun;
    const { now } = this.world.clock;
    if (now !== this.moment) this.atThisMoment = 0;
    this.moment = now;
    this.atThisMoment += 1;
    this.hasSpun = this.atThisMoment > source.clients + MOST_AT_ONCE;
    if (this.hasSpun) this.end(now);
    return this.hasSpun;
  }

  private newRequest(key: number, now: number): Request {
    this.begun += 1;
    const request = new Request(this.world.plan, key, now, now >= this.load.warmup);
    for (const step of this.joining) {
      if (belongs(step, now)) request.stepsLeft += 1;
    }
    this.lastBegun = now;
    this.setEnd();
    this.world.clock.noteProgress();
    this.world.open(request);
    return request;
  }

  /**
   * Where the number of requests alone bounds the load, the run lasts for the drain after the last request: after the last
   * that was wanted, or the last that could begin while all clients wait for their answers.
   */
  private setEnd(): void {
    const { duration, requests, drain, source } = this.load;
    if (duration < Infinity) return;
    const isLast = this.begun >= requests || (source.kind === 'closed' && this.thinking === 0);
    this.world.clock.endBy(isLast ? this.lastBegun + drain : Infinity);
  }

  /** @param at the moment of the first request that does not begin any more */
  private end(at: number): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.world.facts.loadEnds(at);
  }
}
