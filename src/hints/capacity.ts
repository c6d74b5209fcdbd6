import { formatChosenRate, formatFactor, formatRatio, formatTime } from '../compare/quantities.js';
import { list } from '../compare/words.js';
import { type Demand, demandsOf } from './demand.js';
import type { Finding, HintKind } from './hint.js';
import type { Setting } from './setting.js';

/** From here on the queue is long: at rho 0.9 an M/M/1 queue holds nine times what is being served. */
const NEAR = 0.9;
/** Of floating point: just as much as it can do is too much. */
const ROUNDING = 1e-9;

export const overloaded: HintKind = {
  code: 'overloaded',
  description:
    'the work asked of a service is as much as its workers can do, or more (rho of 1 and up; spikes apart); in direct mode also when the time for which calls hold a worker makes it so',
  find: (setting) => findLoads(setting, 'overloaded', (rho) => rho >= 1 - ROUNDING),
};

export const nearCapacity: HintKind = {
  code: 'near-capacity',
  description: 'rho is between 0.9 and 1: queues are long, and a little more load or slower work is too much',
  find: (setting) => findLoads(setting, 'near capacity', (rho) => rho >= NEAR && rho < 1 - ROUNDING),
};

interface Loaded extends Demand {
  mode: string;
  rho: number;
}

/** One finding a service and cause: the same in several modes is said once. */
function findLoads(setting: Setting, state: string, holds: (rho: number) => boolean): Finding[] {
  const groups = new Map<string, [Loaded, ...Loaded[]]>();
  for (const mode of setting.modes) {
    for (const demand of demandsOf(mode, NEAR)) {
      if (!holds(demand.busy / demand.service.concurrency)) continue;
      const load = { ...simplest(demand, holds), mode: mode.mode };
      const key = `${load.service.name} ${load.busy.toPrecision(9)}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [load]);
      else known.push(load);
    }
  }
  return [...groups.values()].map((loads) => findingOf(setting, loads, state));
}

/** Where the work alone makes it so, what comes on top of it explains nothing. */
function simplest(demand: Demand, holds: (rho: number) => boolean): Omit<Loaded, 'mode'> {
  const { perSecond, work, service } = demand;
  const busy = (perSecond * work) / 1000;
  const ofWork = { ...demand, wait: 0, busy, rho: busy / service.concurrency };
  return holds(ofWork.rho) ? ofWork : { ...demand, rho: demand.busy / service.concurrency };
}

function findingOf({ plan }: Setting, loads: readonly [Loaded, ...Loaded[]], state: string): Finding {
  const [load] = loads;
  const { service, busy, rho } = load;
  const { name, concurrency } = service;
  const modes = `${list(loads.map(({ mode }) => mode))} mode`;
  const workers = `${formatRatio(busy)} busy workers of ${formatFactor(concurrency)}`;
  const isDatabase = !plan.services.some((other) => other.name === name);
  const { source } = plan.load;
  const rate = source.kind === 'open' ? ` (${formatChosenRate(source.rate)})` : '';
  const advice = isDatabase
    ? 'raise database.concurrency or database.pollInterval'
    : `raise its concurrency or lower load.rate${rate}`;
  return {
    path: isDatabase ? 'database.concurrency' : `services.${name}.concurrency`,
    message: `${name}: ${state} in ${modes}: ${calculation(load)} = ${workers} (rho ${rho.toFixed(2)}); ${advice}`,
  };
}

/** `60/s x 50.0 ms of work`. */
function calculation({ perSecond, work, wait }: Loaded): string {
  const rate = formatChosenRate(perSecond);
  if (wait === 0) return `${rate} x ${formatTime(work)} of work`;
  return `${rate} x ${formatTime(work + wait)} (${formatTime(work)} of work, ${formatTime(wait)} blocked on others)`;
}
