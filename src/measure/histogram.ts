import type { Times } from './measurements.js';

/** So many values are kept as they are; beyond, they are counted in buckets, so many at a time. */
const EXACT = 2048;
const BATCH = 256;
/** Bits of the mantissa that name a bucket: a bucket is 1/1024 of its value wide, so its middle is within 0.05 %. */
const MANTISSA_BITS = 10;
const BUCKETS = 1 << MANTISSA_BITS;
/** Exponents that a number can have. */
const PAGES = 2048;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Times with their mean, standard deviation, maximum (all exact) and nearest-rank percentiles: exact for up to 2,048
 * values, within 0.05 % beyond, in memory that does not grow with their number.
 *
 * Values are noted down first and reckoned later, many at a time: that is several times as fast.
 */
export class Histogram {
  private max = 0;
  private min = Infinity;
  /** Sums are of differences to the first value, so that close values keep their digits. */
  private base = 0;
  private sum = 0;
  private squares = 0;
  private readonly noted = new Float64Array(EXACT);
  private length = 0;
  /** Of the noted ones, those that are in the sums already. */
  private summed = 0;
  /** Values that are in buckets. */
  private counted = 0;
  /** Counts by the value's exponent, then by the leading bits of its mantissa. */
  private pages: (Uint32Array | undefined)[] = [];

  get count(): number {
    return this.counted + this.length;
  }

  record(value: number): void {
    if (this.length === (this.counted === 0 ? EXACT : BATCH)) this.toBuckets();
    this.noted[this.length++] = value;
  }

  /** The value that at least `percent` of all values do not exceed; 0 if there are none. */
  percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent * this.count) / 100));
    if (this.counted === 0) return this.noted.slice(0, this.length).sort()[rank - 1] ?? 0;
    this.toBuckets();
    let seen = 0;
    for (let exponent = 0; exponent < PAGES; exponent += 1) {
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
    this.sumUp();
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
    this.max = 0;
    this.min = Infinity;
    this.sum = 0;
    this.squares = 0;
    this.length = 0;
    this.summed = 0;
    this.counted = 0;
    this.pages = [];
  }

  private sumUp(): void {
    if (this.counted === 0 && this.summed === 0) this.base = this.noted[0] ?? 0;
    for (; this.summed < this.length; this.summed += 1) {
      const value = this.noted[this.summed] ?? 0;
      const difference = value - this.base;
      this.sum += difference;
      this.squares += difference * difference;
      if (value > this.max) this.max = value;
      if (value < this.min) this.min = value;
    }
  }

  private toBuckets(): void {
    this.sumUp();
    if (this.pages.length === 0) this.pages = new Array<Uint32Array | undefined>(PAGES);
    const { pages } = this;
    const words = new Uint32Array(this.noted.buffer);
    for (let index = 0; index < this.length; index += 1) {
      const high = words[2 * index + HIGH] ?? 0;
      const page = (pages[high >>> 20] ??= new Uint32Array(BUCKETS));
      const bucket = (high >>> (20 - MANTISSA_BITS)) & (BUCKETS - 1);
      page[bucket] = (page[bucket] ?? 0) + 1;
    }
    this.counted += this.length;
    this.length = 0;
    this.summed = 0;
  }
}

function middleOf(exponent: number, bucket: number): number {
  if (exponent === 0) return 0; // nothing so short is a time
  words[HIGH] = (exponent << 20) | (bucket << (20 - MANTISSA_BITS)) | (1 << (19 - MANTISSA_BITS));
  words[1 - HIGH] = 0;
  return float[0] ?? 0;
}
