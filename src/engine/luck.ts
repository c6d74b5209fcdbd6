/**
 * Luck by key: every random draw is a pure function of what it is for. No generator is shared, so nothing that happens
 * first can change what is drawn next, and both modes draw the same.
 *
 * The function is Threefry-2x32 with 13 rounds (Salmon, Moraes, Dror, Shaw, *Parallel Random Numbers: As Easy as
 * 1, 2, 3*, SC 2011: the fewest rounds that pass BigCrush). It uses 32-bit integer operations only, so it is the same everywhere.
 */
export class Luck {
  constructor(private readonly seed: number) {}

  /** The draws of one kind for one thing: `draws('work', 'payment')`. Names, not positions: adding a step moves no other. */
  draws(...names: string[]): Draws {
    const text = names.map((name) => `${name.length}:${name}`).join('');
    const [high, low] = threefry(
      this.seed >>> 0,
      Math.floor(this.seed / 4294967296) >>> 0,
      hash(text, 0x811c9dc5),
      hash(text, 0x01000193),
    );
    return new Draws(high, low);
  }
}

/** Where numbers come from that lie strictly between 0 and 1. */
export interface Uniforms {
  next(): number;
}

/** Numbers from 0 to 1, drawn by request and attempt. */
export class Draws implements Uniforms {
  private high = 0;
  private low = 0;
  private fresh = false;

  constructor(
    private readonly keyHigh: number,
    private readonly keyLow: number,
  ) {}

  /** Goes to the draw for this request and attempt; `next` gives it, and any further ones that belong to it. */
  at(request: number, attempt: number): this {
    this.high = request;
    this.low = attempt;
    this.mix();
    this.fresh = true;
    return this;
  }

  /** A number strictly between 0 and 1, with 52 bits: one more, and the half added could round up to 1. */
  next(): number {
    if (!this.fresh) this.mix();
    this.fresh = false;
    return ((this.high >>> 6) * 67108864 + (this.low >>> 6) + 0.5) / 4503599627370496;
  }

  /** The two 32-bit words behind the next number. */
  words(): [number, number] {
    return [this.high, this.low];
  }

  // prettier-ignore
  private mix(): void {
    const k0 = this.keyHigh;
    const k1 = this.keyLow;
    const k2 = 0x1bd11bda ^ k0 ^ k1;
    let a = (this.high + k0) | 0;
    let b = (this.low + k1) | 0;
    a = (a + b) | 0; b = ((b << 13) | (b >>> 19)) ^ a;
    a = (a + b) | 0; b = ((b << 15) | (b >>> 17)) ^ a;
    a = (a + b) | 0; b = ((b << 26) | (b >>> 6)) ^ a;
    a = (a + b) | 0; b = ((b << 6) | (b >>> 26)) ^ a;
    a = (a + k1) | 0; b = (b + k2 + 1) | 0;
    a = (a + b) | 0; b = ((b << 17) | (b >>> 15)) ^ a;
    a = (a + b) | 0; b = ((b << 29) | (b >>> 3)) ^ a;
    a = (a + b) | 0; b = ((b << 16) | (b >>> 16)) ^ a;
    a = (a + b) | 0; b = ((b << 24) | (b >>> 8)) ^ a;
    a = (a + k2) | 0; b = (b + k0 + 2) | 0;
    a = (a + b) | 0; b = ((b << 13) | (b >>> 19)) ^ a;
    a = (a + b) | 0; b = ((b << 15) | (b >>> 17)) ^ a;
    a = (a + b) | 0; b = ((b << 26) | (b >>> 6)) ^ a;
    a = (a + b) | 0; b = ((b << 6) | (b >>> 26)) ^ a;
    a = (a + k0) | 0; b = (b + k1 + 3) | 0;
    a = (a + b) | 0; b = ((b << 17) | (b >>> 15)) ^ a;
    this.high = a;
    this.low = b;
  }
}

/** Threefry-2x32-13 of a counter under a key, as two signed 32-bit words. */
export function threefry(
  counterHigh: number,
  counterLow: number,
  keyHigh: number,
  keyLow: number,
): [number, number] {
  return new Draws(keyHigh, keyLow).at(counterHigh, counterLow).words();
}

/** FNV-1a, from a given start. */
function hash(text: string, start: number): number {
  let value = start;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}
