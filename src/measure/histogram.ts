import type { Times } from './measurements.js';

/** So many values are kept as they are; beyond, they are counted in buckets. */
const EXACT = 2048;
/** Bits of the mantissa that name a bucket: a bucket is 1/1024 of its value wide, so its middle is within 0.05 %. */
const MANTISSA_BITS = 10;
const BUCKETS = 1 << MANTISSA_BITS;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Times with their mean, standard deviation, maximum (all exact) and nearest-rank percentiles: exact for up to 2,048
 * values, within 0.05 % beyond, in memory that does not grow with their number.
 */
export class Histogram {
  count = 0;
  private max = 0;
  private min = Infinity;
  /** Sums are of differences to the first value, so that close values keep their digits. */
  private base = 0;
  private sum = 0;
  private squares = 0;
  private values: number[] | undefined = [];
  /** Counts by the value's exponent, then by the leading bits of its mantissa. */
  private pages: (Float64Array | undefined)[] = [];

  record(value: number): void {
    if (this.count === 0) this.base = value;
    const difference = value - this.base;
    this.count += 1;
    this.sum += difference;
    this.squares += difference * difference;
    if (value > this.max) this.max = value;
    if (value < this.min) this.min = value;
    if (this.values === undefined) {
      this.countInBucket(value);
    } else {
      this.values.push(value);
      if (this.values.length > EXACT) this.toBuckets(this.values);
    }
  }

  /** The value that at least `percent` of all values do not exceed; 0 if there are none. */
  percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent * this.count) / 100));
    if (this.values !== undefined) {
      this.values.sort((a, b) => a - b);
      return this.values[rank - 1] ?? 0;
    }
    let seen = 0;
    for (let exponent = 0; exponent < this.pages.length; exponent += 1) {
      const page = this.pages[exponent];
      if (page === undefined) continue;
      for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
        seen += page[bucket] ?? 0;
        if (seen >= rank) return Math.min(this.max, Math.max(this.min, middleOf(exponent, bucket)));
      }
    }
    return this.max;
  }

  times(): Times {
    const { count } = this;
    const mean = count === 0 ? 0 : this.base + this.sum / count;
    const variance = count === 0 ? 0 : (this.squares - (this.sum * this.sum) / count) / count;
    return {
      count,
      mean,
      sd: Math.sqrt(Math.max(0, variance)),
      p50: this.percentile(50),
      p95: this.percentile(95),
      p99: this.percentile(99),
      max: this.max,
    };
  }

  clear(): void {
    this.count = 0;
    this.max = 0;
    this.min = Infinity;
    this.sum = 0;
    this.squares = 0;
    this.values = [];
    this.pages = [];
  }

  private toBuckets(values: readonly number[]): void {
    this.values = undefined;
    for (const value of values) this.countInBucket(value);
  }

  private countInBucket(value: number): void {
    float[0] = value;
    const high = words[HIGH] ?? 0;
    const page = (this.pages[high >>> 20] ??= new Float64Array(BUCKETS));
    const bucket = (high >>> (20 - MANTISSA_BITS)) & (BUCKETS - 1);
    page[bucket] = (page[bucket] ?? 0) + 1;
  }
}

function middleOf(exponent: number, bucket: number): number {
  if (exponent === 0) return 0; // nothing so short is a time
  words[HIGH] = (exponent << 20) | (bucket << (20 - MANTISSA_BITS)) | (1 << (19 - MANTISSA_BITS));
  words[1 - HIGH] = 0;
  return float[0] ?? 0;
}
