import type { FaultFlag } from '../faults/flag-forms.js';
import { FAULT_KINDS, type FaultFlagName } from '../faults/registry.js';
import type { Layers } from '../scenario/layers.js';
import { type Value, valueAt } from '../scenario/values.js';
import { CHANGES_SCENARIO, type FlagTable, type ScenarioFlag } from './flag.js';

/** Faults on top of the scenario's own: each kind has its flags. */
export const FAULTS = Object.fromEntries(
  FAULT_KINDS.flatMap(({ kind, flags }) => flags.map((flag) => [flag.name, entryOf(kind, flag)])),
) as Readonly<Record<FaultFlagName, ReturnType<typeof entryOf>>>;

/** The scenario's own faults away, before any is put on top of them. */
export const NO_FAULTS = {
  'no-faults': {
    kind: 'switch',
    help: "drop the scenario's own faults",
    ...CHANGES_SCENARIO,
    turn: 'first',
    apply: (layers) => {
      for (const service of joiningServices(layers)) layers.remove(['services', service]);
      layers.remove(['faults']);
    },
  },
} as const satisfies FlagTable<ScenarioFlag>;

function entryOf(kind: string, { takes, help, form, read }: FaultFlag) {
  return {
    kind: 'list',
    takes,
    help,
    form,
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag, malformed }) =>
      layers.append('faults', { kind, ...(read(text) ?? malformed()) }, flag),
  } as const satisfies ScenarioFlag;
}

/** Services that only those need who join by a fault: without it they would have nothing to do. */
function joiningServices({ value: scenario }: Layers): string[] {
  const list = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);
  const own = list(valueAt(scenario, ['steps'])).map((step) => valueAt(step, ['service']));
  return list(valueAt(scenario, ['faults']))
    .map((fault) => valueAt(fault, ['step', 'service']))
    .filter((service) => typeof service === 'string' && !own.includes(service)) as string[];
}
