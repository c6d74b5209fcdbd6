import { type Draws, Luck, type Uniforms } from '../engine/luck.js';

/** The same for all scenarios: a hint must not come and go with the seed. */
const LUCK = new Luck(0);

/** Draws of one value beyond these are taken as they come: an Erlang time may be made of a thousand. */
const DIMENSIONS = 4;

/**
 * Latin hypercube sampling (McKay, Beckman, Conover, Technometrics 1979): of `size` values, each lies in a stratum of its
 * own, whatever is drawn. So the percentiles of a single distribution come out as they are, and those of a sum or of the
 * later of two have far less noise than with as many independent values.
 */
export class Strata implements Uniforms {
  private readonly orders: Int32Array[] = [];
  private readonly rest: Draws;
  private index = 0;
  private dimension = 0;

  /** @param names what it is drawn for: values of other names are independent */
  constructor(
    private readonly size: number,
    private readonly names: readonly string[],
  ) {
    this.rest = LUCK.draws('hints', ...names);
  }

  /** Goes to the value of that index. */
  at(index: number): this {
    this.index = index;
    this.dimension = 0;
    return this;
  }

  next(): number {
    const { index, dimension, size } = this;
    this.dimension += 1;
    if (dimension >= DIMENSIONS) return this.rest.at(index, dimension).next();
    const order = (this.orders[dimension] ??= this.shuffled(dimension));
    return ((order[index] ?? 0) + 0.5) / size;
  }

  /** Fisher and Yates. */
  private shuffled(dimension: number): Int32Array {
    const order = Int32Array.from({ length: this.size }, (_, index) => index);
    const draws = LUCK.draws('order of hints', String(dimension), ...this.names);
    for (let last = this.size - 1; last > 0; last -= 1) {
      const other = Math.floor(draws.at(last, 0).next() * (last + 1));
      const swapped = order[other] ?? 0;
      order[other] = order[last] ?? 0;
      order[last] = swapped;
    }
    return order;
  }
}
