import type { Draws } from '../engine/luck.js';
import { factorAt, type Multiplier, type Stretch, stretchesOf } from '../faults/load-profile.js';

/**
 * The moments at which the requests of one stream arrive, at a rate that changes from stretch to stretch. Constant arrivals
 * begin with the stream; Poisson ones a gap later.
 */
export class Arrivals {
  private readonly stretches: readonly Stretch[];
  private current = 0;
  private time: number;
  /** Constant arrivals before the current stretch; the part of one as well that was on its way when the rate changed. */
  private before = 0;
  private n = 0;

  /**
   * @param rate per second, where a stretch has the factor 1
   * @param gaps luck for the times between Poisson arrivals; without, they are constant
   */
  constructor(
    private readonly rate: number,
    stretches: readonly Stretch[],
    private readonly gaps: Draws | undefined,
  ) {
    this.stretches = stretches.filter(({ from, until, factor }) => from < until && factor > 0);
    this.time = this.stretches[0]?.from ?? Infinity;
  }

  /** The moment of the next arrival, in milliseconds; Infinity when there is none any more. */
  next(): number {
    const time = this.gaps === undefined ? this.nextConstant() : this.nextPoisson(this.gaps);
    this.n += 1;
    return time;
  }

  private nextConstant(): number {
    for (; ; this.current += 1) {
      const stretch = this.stretches[this.current];
      if (stretch === undefined) return Infinity;
      const rate = this.rate * stretch.factor;
      // Not n gaps: their rounding might let one more begin before the end.
      const at = stretch.from + (Math.max(0, this.n - this.before) * 1000) / rate;
      if (at < stretch.until) return at;
      this.before += ((stretch.until - stretch.from) * rate) / 1000;
    }
  }

  /** A gap that is longer than what is left of a stretch goes on in the next one, at the rate there. */
  private nextPoisson(gaps: Draws): number {
    let left = -Math.log(gaps.at(this.n, 0).next());
    for (; ; this.current += 1) {
      const stretch = this.stretches[this.current];
      if (stretch === undefined) return Infinity;
      this.time = Math.max(this.time, stretch.from);
      const gap = 1000 / (this.rate * stretch.factor);
      const at = this.time + left * gap;
      if (at < stretch.until) return (this.time = at);
      left = Math.max(0, left - (stretch.until - this.time) / gap);
      this.time = stretch.until;
    }
  }
}

/** Of rounding, in a share of a number of requests. */
const ROUNDING = 1e-9;

/** Lulls take requests away from a stream, and leave the others where they are. */
export class Lulls {
  /** Of the constant arrivals that have met this factor: how many have come, and how many have begun. */
  private factor = 1;
  private come = 0;
  private begun = 0;

  /** @param luck of each lull, for Poisson arrivals; without, every n-th constant one begins */
  constructor(
    private readonly lulls: readonly Multiplier[],
    private readonly luck: readonly Draws[] | undefined,
  ) {}

  /** The moment from which on nothing begins any more. */
  get end(): number {
    const last = stretchesOf(this.lulls, 0, Infinity).at(-1);
    return last?.factor === 0 ? last.from : Infinity;
  }

  /** Does the request begin all the same? */
  leave(key: number, now: number): boolean {
    if (this.luck === undefined) return this.leaveOneInSome(factorAt(this.lulls, now));
    for (const [index, { at, until, multiply }] of this.lulls.entries()) {
      const isMet = at <= now && now < until;
      if (isMet && (this.luck[index]?.at(key, 0).next() ?? 0) >= multiply) return false;
    }
    return true;
  }

  /** The first that meets it begins, and then so many that their share is never less than the factor. */
  private leaveOneInSome(factor: number): boolean {
    if (factor !== this.factor) {
      this.factor = factor;
      this.come = 0;
      this.begun = 0;
    }
    this.come += 1;
    if (this.begun >= this.come * factor - ROUNDING) return false;
    this.begun += 1;
    return true;
  }
}
