import { inBackground } from '../engine/clock.js';
import type { FaultPlan } from '../plan/plan.js';
import type { SimulatedBus } from './bus.js';
import type { World } from './world.js';

/** Something that can be made to fail and mended again. */
interface Switch {
  begin(): void;
  end(): void;
}

/**
 * Sets the timetable of the faults that are a state of their target. (Those that meet single attempts are in
 * `conditions.ts`; a spike is in `load.ts`.)
 */
export function scheduleFaults(world: World, bus: SimulatedBus | undefined): void {
  const ordinals = new Map<string, number>();
  for (const fault of world.plan.faults) {
    const key = `${fault.kind} ${fault.service}`;
    const ordinal = ordinals.get(key) ?? 0;
    ordinals.set(key, ordinal + 1);
    const target = switchFor(fault, world, bus);
    if (target === undefined) continue;
    if (fault.kind === 'random-outages') scheduleAtRandom(world, fault, target, ordinal);
    else scheduleOnce(world, fault, target);
  }
}

function switchFor(fault: FaultPlan, world: World, bus: SimulatedBus | undefined): Switch | undefined {
  const kind = fault.kind === 'random-outages' ? fault.what : fault.kind;
  if (fault.service === 'bus' && kind === 'outage') {
    return (
      bus && {
        begin: () => {
          bus.beginOutage();
        },
        end: () => {
          bus.endOutage();
        },
      }
    );
  }
  const service = world.services.find((one) => one.plan.name === fault.service);
  if (service === undefined) return undefined;
  switch (kind) {
    case 'outage':
      return {
        begin: () => {
          service.beginOutage();
        },
        end: () => {
          service.endOutage();
        },
      };
    case 'crash':
      return {
        begin: () => {
          service.beginOutage();
          service.crash();
        },
        end: () => {
          service.endOutage();
        },
      };
    case 'hang':
      return {
        begin: () => {
          service.beginHang();
        },
        end: () => {
          service.endHang();
        },
      };
    case 'slots': {
      const slots = fault.kind === 'slots' ? fault.concurrency : 0;
      return {
        begin: () => {
          service.addLimit(slots);
        },
        end: () => {
          service.removeLimit(slots);
        },
      };
    }
    default:
      return undefined;
  }
}

function scheduleOnce(world: World, fault: FaultPlan, target: Switch): void {
  at(world, fault.at, () => {
    target.begin();
  });
  if (fault.until < Infinity)
    at(world, fault.until, () => {
      target.end();
    });
}

/** Up and down in turn, up first, for exponential times. */
function scheduleAtRandom(
  world: World,
  fault: Extract<FaultPlan, { kind: 'random-outages' }>,
  target: Switch,
  ordinal: number,
): void {
  const draws = world.plan.luck.draws(fault.kind, fault.service, String(ordinal));
  const time = (n: number, mean: number): number => -Math.log(draws.at(n, 0).next()) * mean;
  const goDown = (n: number, from: number): void => {
    const start = from + time(n, fault.mttf);
    if (start >= fault.until) return;
    const end = Math.min(fault.until, start + time(n + 1, fault.mttr));
    at(world, start, () => {
      target.begin();
      if (end < Infinity) {
        at(world, end, () => {
          target.end();
          goDown(n + 2, end);
        });
      }
    });
  };
  goDown(0, fault.at);
}

function at(world: World, time: number, action: () => void): void {
  world.clock.setAt(inBackground(action), time);
}
