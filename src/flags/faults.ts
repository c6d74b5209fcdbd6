import type { Layers } from '../scenario/layers.js';
import { type Value, valueAt } from '../scenario/values.js';
import { type FaultFlag, FORMS, readFaultFlag } from './fault-forms.js';
import { CHANGES_SCENARIO, type FlagTable, type ScenarioFlag } from './flag.js';

/** Faults on top of the scenario's own. */
export const FAULTS = {
  outage: faultFlag('outage', '<service@when>', 'calls are refused: payment@20s+10s'),
  hang: faultFlag('hang', '<service@when>', 'attempts are taken in and stand still'),
  crash: faultFlag('crash', '<service@when>', 'attempts in progress are lost, then an outage'),
  latency: faultFlag('latency', '<service=+time@when>', 'longer service times: payment=+2s@20s+20s'),
  errors: faultFlag('errors', '<service=share@when>', 'a share of attempts fails: inventory=30%'),
  slots: faultFlag('slots', '<service=n@when>', 'only so many slots are left: payment=4'),
  poison: faultFlag('poison', '<service=share@when>', 'a share of requests fails at every attempt'),
  decline: faultFlag('decline', '<service=share@when>', 'a share of requests is refused for good'),
  deploy: faultFlag('deploy', '<service@when>', 'its instances restart one by one: payment@20s+20s'),
  network: faultFlag('network', '<service=loss@when>', 'its link loses a share: payment=5%, or +20ms'),
  duplicates: faultFlag('duplicates', '<share@when>', 'a share of messages arrives twice: 5%'),
  delay: faultFlag('delay', '<share=+time@when>', 'a share of messages comes later: 5%=+2s'),
  reorder: faultFlag('reorder', '<share@when>', 'a share of messages overtakes: 5%'),
  'ack-loss': faultFlag('ack-loss', '<share@when>', 'a share of acknowledgements is lost: 5%'),
  'bus-outage': faultFlag('bus-outage', '<when>', 'nothing is published or delivered: 20s+10s'),
  spike: faultFlag('spike', '<factor@when>', 'the arrival rate is multiplied: 5x@20s+10s'),
} as const satisfies Record<FaultFlag, ScenarioFlag>;

/** The scenario's own faults away, before any is put on top of them. */
export const NO_FAULTS = {
  'no-faults': {
    kind: 'switch',
    help: "without the scenario's own faults",
    ...CHANGES_SCENARIO,
    turn: 'first',
    apply: (layers) => {
      for (const service of joiningServices(layers)) layers.remove(['services', service]);
      layers.remove(['faults']);
    },
  },
} as const satisfies FlagTable<ScenarioFlag>;

function faultFlag(name: FaultFlag, takes: string, help: string) {
  return {
    kind: 'list',
    takes,
    help,
    form: FORMS[name],
    ...CHANGES_SCENARIO,
    apply: (layers, { text, flag, malformed }) =>
      layers.append('faults', readFaultFlag(name, text, malformed), flag),
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
