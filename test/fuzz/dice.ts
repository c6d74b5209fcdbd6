import { type Draws, Luck } from '../../src/engine/luck.js';

/** Chance by seed and number: what is thrown can be thrown again. */
export class Dice {
  private readonly draws: Draws;

  constructor(seed: number, number: number) {
    this.draws = new Luck(seed).draws('fuzz').at(number, 0);
  }

  chance(share: number): boolean {
    return this.draws.next() < share;
  }

  /** A whole number from 0 up to but not including `end`. */
  below(end: number): number {
    return Math.floor(this.draws.next() * end);
  }

  oneOf<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new RangeError('there is nothing to choose from');
    return one;
  }
}
