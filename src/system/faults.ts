import { inBackground } from '../engine/clock.js';
import { type CanCrash, type FaultPlanOn, type Switch, takesEffectOn } from '../faults/effects.js';
import type { World } from './world.js';

/** What faults are scheduled for. */
type Timetable = Pick<World, 'plan' | 'services' | 'clock'>;

/** Sets the timetable of the faults that are a state of their target. The others are asked for where they take effect. */
export function scheduleFaults(world: Timetable, bus: CanCrash): void {
  for (const fault of world.plan.faults.filter(takesEffectOn('switch'))) {
    const target = switchFor(fault, world, bus);
    if (target === undefined) continue;
    if (fault.cycle === undefined) scheduleOnce(world, fault, target);
    else scheduleAtRandom(world, fault, fault.cycle, target);
  }
}

/** `undefined` where there is nothing of that name: only one mode has a database. */
function switchFor(fault: FaultPlanOn<'switch'>, world: Timetable, bus: CanCrash): Switch | undefined {
  if (fault.target === 'bus') return fault.ofBus?.(bus);
  const service = world.services.find((one) => one.plan.name === fault.target);
  return service && fault.ofService(service);
}

function scheduleOnce(world: Timetable, fault: FaultPlanOn<'switch'>, target: Switch): void {
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
  world: Timetable,
  fault: FaultPlanOn<'switch'>,
  cycle: { up: number; down: number },
  target: Switch,
): void {
  const draws = world.plan.luck.draws(fault.kind, fault.target, String(fault.ordinal));
  const time = (n: number, mean: number): number => -Math.log(draws.at(n, 0).next()) * mean;
  const goDown = (n: number, from: number): void => {
    const start = from + time(n, cycle.up);
    if (start >= fault.until) return;
    const end = Math.min(fault.until, start + time(n + 1, cycle.down));
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

function at(world: Timetable, time: number, action: () => void): void {
  world.clock.setAt(inBackground(action), time);
}
