import { createRequire } from 'node:module';
import { Luck } from '../../src/engine/luck.js';
import { type Result, TANDEM } from './tandem.js';

/** What the benchmark needs of simjs 2.0.3, which brings no types. */
interface SimJs {
  Sim: new () => { addEntity(entity: unknown): unknown; simulate(until: number, events: number): boolean };
  Facility: (new (name: string, discipline: number, servers: number) => Facility) & { FCFS: number };
  Entity: new (...args: unknown[]) => Entity;
}

type Facility = object;

interface Pending {
  done<T>(callback: (argument: T) => void, context: unknown, argument: T): void;
  done(callback: () => void): void;
}

interface Entity {
  time(): number;
  setTimer(delay: number): Pending;
  useFacility(facility: Facility, duration: number): Pending;
}

interface Trip {
  key: number;
  begunAt: number;
  stage: number;
}

const simjs = loadSimjs();

/** The tandem in simjs, with the same draws. One entity sends all requests: one for each makes it a quarter slower. */
export function runSimjs(requests: number): Result {
  const { Entity, Facility, Sim } = simjs;
  const luck = new Luck(TANDEM.seed);
  const arrivals = luck.draws('arrivals', '0');
  const stages = TANDEM.services.map((name) => ({
    facility: new Facility(name, Facility.FCFS, TANDEM.slots),
    draws: luck.draws('work', name),
  }));
  let completed = 0;
  let time = 0;

  class Source extends Entity {
    private sent = 0;

    start(): void {
      if (this.sent >= requests) return;
      const gap = -Math.log(arrivals.at(this.sent, 0).next()) * TANDEM.gap;
      this.setTimer(gap).done(this.arrive);
    }

    private arrive(): void {
      this.begin({ key: this.sent++, begunAt: this.time(), stage: 0 });
      this.start();
    }

    private begin(trip: Trip): void {
      const stage = stages[trip.stage];
      if (stage === undefined) {
        completed += 1;
        time += this.time() - trip.begunAt;
        return;
      }
      const work = -Math.log(stage.draws.at(trip.key, 1).next()) * TANDEM.work;
      trip.stage += 1;
      this.useFacility(stage.facility, work).done(this.begin, this, trip);
    }
  }

  const sim = new Sim();
  sim.addEntity(Source);
  sim.simulate(Infinity, Infinity);
  return { completed, meanTime: time / completed };
}

/** The package is a bundle for browsers: it exports nothing, and leaves its names on `window`. */
function loadSimjs(): SimJs {
  const scope = globalThis as { window?: { Sim?: SimJs } };
  scope.window = {};
  const require = createRequire(import.meta.url);
  require('simjs');
  const { Sim } = scope.window;
  delete scope.window;
  if (Sim === undefined) throw new Error('simjs left nothing on window');
  return Sim;
}
