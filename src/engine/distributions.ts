import type { Uniforms } from './luck.js';
import { normalQuantile, Z99 } from './normal.js';

/** A distribution of times in milliseconds. One draw, one time: most by inversion, so that nearby luck gives nearby times. */
export interface Distribution {
  /** Milliseconds. */
  readonly mean: number;
  /** Of milliseconds, squared. */
  readonly variance: number;
  /** Takes its numbers from where `draws` stands. */
  sample(draws: Uniforms): number;
}

// Classes, not closures: the busiest lines of a run are then the same function for all services.

export function constant(value: number): Distribution {
  return new Constant(value);
}

class Constant implements Distribution {
  readonly variance = 0;

  constructor(readonly mean: number) {}

  sample(): number {
    return this.mean;
  }
}

export function uniform(min: number, max: number): Distribution {
  return new Uniform(min, max - min);
}

class Uniform implements Distribution {
  constructor(
    private readonly min: number,
    private readonly width: number,
  ) {}

  get mean(): number {
    return this.min + this.width / 2;
  }

  get variance(): number {
    return (this.width * this.width) / 12;
  }

  sample(draws: Uniforms): number {
    return this.min + this.width * draws.next();
  }
}

export function exponential(mean: number): Distribution {
  return new Exponential(mean);
}

class Exponential implements Distribution {
  constructor(readonly mean: number) {}

  get variance(): number {
    return this.mean * this.mean;
  }

  sample(draws: Uniforms): number {
    return -Math.log(draws.next()) * this.mean;
  }
}

/** By its median and 99th percentile. */
export function lognormalByPercentiles(p50: number, p99: number): Distribution {
  return lognormal(Math.log(p50), Math.log(p99 / p50) / Z99);
}

/** By its mean and coefficient of variation (standard deviation / mean). */
export function lognormalByMoments(mean: number, cv: number): Distribution {
  const variance = Math.log(1 + cv * cv);
  return lognormal(Math.log(mean) - variance / 2, Math.sqrt(variance));
}

function lognormal(mu: number, sigma: number): Distribution {
  return new Lognormal(mu, sigma);
}

class Lognormal implements Distribution {
  constructor(
    private readonly mu: number,
    private readonly sigma: number,
  ) {}

  get mean(): number {
    return Math.exp(this.mu + (this.sigma * this.sigma) / 2);
  }

  get variance(): number {
    return (Math.exp(this.sigma * this.sigma) - 1) * this.mean * this.mean;
  }

  sample(draws: Uniforms): number {
    return Math.exp(this.mu + this.sigma * normalQuantile(draws.next()));
  }
}

/** The sum of `shape` exponential times whose mean together is `mean`. */
export function erlang(shape: number, mean: number): Distribution {
  return {
    mean,
    variance: (mean * mean) / shape,
    sample: (draws) => {
      let sum = 0;
      for (let stage = 0; stage < shape; stage += 1) sum -= Math.log(draws.next());
      return (sum * mean) / shape;
    },
  };
}

/** One of several distributions, each as often as its weight says. */
export function mixture(parts: readonly { weight: number; of: Distribution }[]): Distribution {
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  const mean = parts.reduce((sum, { weight, of }) => sum + (weight / total) * of.mean, 0);
  const square = parts.reduce(
    (sum, { weight, of }) => sum + (weight / total) * (of.variance + of.mean * of.mean),
    0,
  );
  return {
    mean,
    variance: square - mean * mean,
    sample: (draws) => {
      let left = draws.next() * total;
      for (const part of parts) {
        left -= part.weight;
        if (left < 0) return part.of.sample(draws);
      }
      return parts[parts.length - 1]?.of.sample(draws) ?? 0;
    },
  };
}

/**
 * Straight lines between the given percentiles, as shares and times in rising order. Below the first, down to 0;
 * above the last nothing is known, so nothing is longer.
 */
export function empirical(points: readonly { share: number; value: number }[]): Distribution {
  const last = points[points.length - 1] ?? { share: 1, value: 0 };
  return {
    ...momentsOfLines(points, last),
    sample: (draws) => {
      const u = draws.next();
      let below = { share: 0, value: 0 };
      for (const point of points) {
        if (u < point.share) {
          return (
            below.value + ((point.value - below.value) * (u - below.share)) / (point.share - below.share)
          );
        }
        below = point;
      }
      return last.value;
    },
  };
}

/** Of what lies evenly between neighbours, and all above the last of them at the last. */
function momentsOfLines(
  points: readonly { share: number; value: number }[],
  last: { share: number; value: number },
): { mean: number; variance: number } {
  let mean = (1 - last.share) * last.value;
  let square = (1 - last.share) * last.value * last.value;
  let below = { share: 0, value: 0 };
  for (const point of points) {
    const width = point.share - below.share;
    mean += (width * (point.value + below.value)) / 2;
    square +=
      (width * (point.value * point.value + point.value * below.value + below.value * below.value)) / 3;
    below = point;
  }
  return { mean, variance: square - mean * mean };
}
