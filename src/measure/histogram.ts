import type { Times } from './measurements.js';
import { select } from './select.js';

/** So many values are kept as they are; beyond, they are counted in buckets, so many at a time. */
const EXACT = 2048;
const BATCH = 256;
/** Bits of the mantissa that name a bucket: a bucket is 1/1024 of its value wide, so its middle is within 0.05 %. */
const MANTISSA_BITS = 10;
/** Buckets for one exponent. */
const OCTAVE = 1 << MANTISSA_BITS;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Times with their mean, standard deviation, maximum (all exact) and nearest-rank percentiles: exact for up to 2,048
 * values, within 0.05 % beyond, in memory that does not grow with their number.
 *
 * Values are noted down first and reckoned later, many at a time: that is several times as fast. No time at all, the most
 * frequent one where hardly anybody waits, is only counted.
 */
export class Histogram {
  private max = 0;
  private min = Infinity;
  /** Sums are of differences to the first value, so that close values keep their digits. */
  private base = 0;
  private sum = 0;
  private squares = 0;
  private readonly noted = new Float64Array(EXACT);
  private readonly notedWords = new Uint32Array(this.noted.buffer);
  private length = 0;
  /** Of the noted ones, those that are in the sums already. */
  private summed = 0;
  /** Values that are in buckets, those that were too short for one, and those that were 0 from the start. */
  private counted = 0;
  private tooShort = 0;
  private zeros = 0;
  /** By the bits of the value's exponent and the leading ones of its mantissa, for the exponents that have come so far. */
  private buckets = new Int32Array(0);
  /** The bits that the first bucket stands for. */
  private lowest = 0;

  get count(): number {
    return this.zeros + this.counted + this.length;
  }

  record(value: number): void {
    if (value === 0) {
      this.zeros += 1;
      return;
    }
    if (this.length === (this.counted === 0 ? EXACT : BATCH)) this.toBuckets();
    this.noted[this.length++] = value;
  }

  /** The value that at least `percent` of all values do not exceed; 0 if there are none. */
  percentile(percent: number): number {
    return this.counted > 0
      ? (this.percentiles([percent])[0] ?? 0)
      : this.exactly(rankOf(percent, this.count));
  }

  times(): Times {
    this.sumUp();
    const { count, base, zeros } = this;
    const sum = this.sum - zeros * base;
    const squares = this.squares + zeros * base * base;
    const mean = count === 0 ? 0 : base + sum / count;
    const variance = count === 0 ? 0 : (squares - (sum * sum) / count) / count;
    const [p50 = 0, p95 = 0, p99 = 0] = this.percentiles([50, 95, 99]);
    return { count, mean, sd: Math.sqrt(Math.max(0, variance)), p50, p95, p99, max: this.max };
  }

  /**
   * The nearest-rank percentiles of `total` values, of which those beyond the ones that are here are larger than all others.
   *
   * @param percents in rising order
   * @returns `null` for a percentile that is one of these
   */
  percentilesOf(total: number, percents: readonly number[]): (number | null)[] {
    const ranks = percents.map((percent) => rankOf(percent, total));
    const known = this.atRanks(ranks.filter((rank) => rank <= this.count));
    return ranks.map((_, index) => known[index] ?? null);
  }

  clear(): void {
    this.max = 0;
    this.min = Infinity;
    this.sum = 0;
    this.squares = 0;
    this.length = 0;
    this.summed = 0;
    this.counted = 0;
    this.tooShort = 0;
    this.zeros = 0;
    this.buckets.fill(0);
  }

  /** Another one with the same values. */
  copy(): Histogram {
    const other = new Histogram();
    const { noted, notedWords } = other;
    Object.assign(other, this, { noted, notedWords, buckets: this.buckets.slice() });
    noted.set(this.noted);
    return other;
  }

  /** @param percents in rising order */
  private percentiles(percents: readonly number[]): number[] {
    return this.atRanks(percents.map((percent) => rankOf(percent, this.count)));
  }

  /** @param ranks in rising order */
  private atRanks(ranks: readonly number[]): number[] {
    if (this.counted === 0) return ranks.map((rank) => this.exactly(rank));
    this.toBuckets();
    const none = this.zeros + this.tooShort;
    let seen = none;
    let next = 0;
    return ranks.map((rank) => {
      if (rank <= none) return 0;
      while (seen < rank && next < this.buckets.length) seen += this.buckets[next++] ?? 0;
      return Math.min(this.max, Math.max(this.min, middleOf(this.lowest + next - 1)));
    });
  }

  /** The value at a rank, while all are noted. */
  private exactly(rank: number): number {
    return rank <= this.zeros || rank > this.count
      ? 0
      : select(this.noted.slice(0, this.length), rank - this.zeros - 1);
  }

  private sumUp(): void {
    const { noted, length } = this;
    if (this.counted === 0 && this.summed === 0) this.base = length === 0 ? 0 : (noted[0] ?? 0);
    const { base } = this;
    let { sum, squares, max, min } = this;
    for (let index = this.summed; index < length; index += 1) {
      const value = noted[index] ?? 0;
      const difference = value - base;
      sum += difference;
      squares += difference * difference;
      if (value > max) max = value;
      if (value < min) min = value;
    }
    this.sum = sum;
    this.squares = squares;
    this.max = max;
    this.min = min;
    this.summed = length;
  }

  private toBuckets(): void {
    this.sumUp();
    const { length, notedWords } = this;
    let { buckets, lowest } = this;
    for (let index = 0; index < length; index += 1) {
      const bits = (notedWords[2 * index + HIGH] ?? 0) >>> (20 - MANTISSA_BITS);
      if (bits < OCTAVE) {
        this.tooShort += 1; // nothing so short is a time
        continue;
      }
      if (bits < lowest || bits >= lowest + buckets.length) {
        this.makeRoomFor(bits);
        ({ buckets, lowest } = this);
      }
      const bucket = bits - lowest;
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    this.counted += length;
    this.length = 0;
    this.summed = 0;
  }

  private makeRoomFor(bits: number): void {
    const { buckets, lowest } = this;
    const octave = bits - (bits % OCTAVE);
    const isFirst = buckets.length === 0;
    const from = isFirst ? octave : Math.min(lowest, octave);
    const to = isFirst ? octave + OCTAVE : Math.max(lowest + buckets.length, octave + OCTAVE);
    this.buckets = new Int32Array(to - from);
    if (!isFirst) this.buckets.set(buckets, lowest - from);
    this.lowest = from;
  }
}

/** Nearest rank, from 1. */
function rankOf(percent: number, count: number): number {
  return Math.max(1, Math.ceil((percent * count) / 100));
}

/** The value in the middle of the bucket that these bits name. */
function middleOf(bits: number): number {
  words[HIGH] = (bits << (20 - MANTISSA_BITS)) | (1 << (19 - MANTISSA_BITS));
  words[1 - HIGH] = 0;
  return float[0] ?? 0;
}
