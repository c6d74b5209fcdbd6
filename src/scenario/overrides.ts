import { type FaultFlag, readFaultFlag, readNumber } from './fault-flags.js';
import type { Layers } from './layers.js';
import { fail, type Path } from './problems.js';
import { readText } from './source-text.js';
import { isMapping, type Value, valueAt } from './values.js';

/** The flags of `run` that change a scenario, as commander hands them over: texts, unread. */
export interface Overrides {
  /** In place of the scenario's own: a bundled one by name, a file by its path from the shell's folder. */
  workflow?: string;
  /** `payment@20s+10s`, each as often as given. */
  outage?: string[];
  hang?: string[];
  crash?: string[];
  /** `payment=+2s@20s+20s`, `payment=x5`. */
  latency?: string[];
  /** `inventory=30%@20s+10s`. */
  errors?: string[];
  /** `payment=2@20s+10s`. */
  slots?: string[];
  poison?: string[];
  decline?: string[];
  /** `payment@20s+20s`, `payment=8@20s+20s`. */
  deploy?: string[];
  /** `payment=5%@20s+10s`, `payment=+20ms`. */
  network?: string[];
  /** `5%@20s+10s`. */
  duplicates?: string[];
  reorder?: string[];
  /** `5%=+2s@20s+10s`. */
  delay?: string[];
  /** `5%@20s+10s`. */
  ackLoss?: string[];
  /** `20s+10s`. */
  busOutage?: string[];
  /** `5x@20s+10s`. */
  spike?: string[];
  /** `false` (`--no-faults`) takes the scenario's own away. */
  faults?: boolean;
  rate?: string;
  duration?: string;
  warmup?: string;
  requests?: string;
  clients?: string;
  seed?: string;
  timeout?: string;
  retries?: string;
  breaker?: boolean;
  maxDeliveries?: string;
  /** `payment=8`. */
  concurrency?: string[];
  /** `direct,event`. */
  modes?: string;
  /** Gates on top of the scenario's own. */
  expect?: string[];
  /** `load.rate=20/s`; laid over last, in the order given. */
  set?: string[];
  /** One of the values of each `--vary`, over all of that. */
  vary?: string[];
}

/**
 * Lays the flags over a scenario: the scenario's faults away, the flags' faults, load and luck, policies, `--set` last.
 *
 * @throws {ScenarioProblem} when a flag is not of its form; what it says is for the schema to judge
 */
export function applyOverrides(layers: Layers, overrides: Overrides): void {
  applyFaults(layers, overrides);
  applyLoad(layers, overrides);
  applyPolicies(layers, overrides);
  for (const text of overrides.expect ?? []) layers.append('expect', text, `--expect ${text}`);
  for (const text of overrides.set ?? []) assign(layers, `--set ${text}`, text);
  for (const text of overrides.vary ?? []) assign(layers, `--vary ${text}`, text);
}

function assign(layers: Layers, flag: string, text: string): void {
  const { path, value } = readAssignment(flag, text);
  // The scenario has been laid over it already.
  if (isWorkflow(path) && typeof value === 'string') return;
  layers.set(path, value, flag);
}

function isWorkflow(path: Path): boolean {
  return path.length === 1 && path[0] === 'workflow';
}

/** A workflow that a flag names. It has to be known before the scenario is laid over it. */
export interface WorkflowOverride {
  value: Value;
  flag: string;
  /** `--workflow` is a path from the shell's folder; `--set workflow=…` from the scenario's, as if it stood there. */
  isFromHere: boolean;
}

export function readWorkflowOverride({ workflow, set = [] }: Overrides): WorkflowOverride | undefined {
  const assigned = set
    .map((text) => readAssignment(`--set ${text}`, text))
    .findLast(({ path }) => isWorkflow(path));
  if (assigned !== undefined) return { value: assigned.value, flag: assigned.flag, isFromHere: false };
  return workflow === undefined
    ? undefined
    : { value: workflow, flag: `--workflow ${workflow}`, isFromHere: true };
}

function applyFaults(layers: Layers, overrides: Overrides): void {
  if (overrides.faults === false) {
    for (const service of joiningServices(layers.value)) layers.remove(['services', service]);
    layers.remove(['faults']);
  }
  const given: [FaultFlag, string[] | undefined][] = [
    ['outage', overrides.outage],
    ['hang', overrides.hang],
    ['crash', overrides.crash],
    ['latency', overrides.latency],
    ['errors', overrides.errors],
    ['slots', overrides.slots],
    ['poison', overrides.poison],
    ['decline', overrides.decline],
    ['deploy', overrides.deploy],
    ['network', overrides.network],
    ['duplicates', overrides.duplicates],
    ['delay', overrides.delay],
    ['reorder', overrides.reorder],
    ['ack-loss', overrides.ackLoss],
    ['bus-outage', overrides.busOutage],
    ['spike', overrides.spike],
  ];
  for (const [name, texts = []] of given) {
    for (const text of texts) {
      const { fault, flag } = readFaultFlag(name, text);
      layers.append('faults', fault, flag);
    }
  }
}

/** Services that only those need who join by a fault: without it they would have nothing to do. */
function joiningServices(scenario: Value): string[] {
  const list = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);
  const own = list(valueAt(scenario, ['steps'])).map((step) => valueAt(step, ['service']));
  return list(valueAt(scenario, ['faults']))
    .map((fault) => valueAt(fault, ['step', 'service']))
    .filter((service) => typeof service === 'string' && !own.includes(service)) as string[];
}

function applyLoad(layers: Layers, { rate, duration, warmup, requests, clients, seed }: Overrides): void {
  if (rate !== undefined) layers.set(['load', 'rate'], rate, `--rate ${rate}`);
  if (clients !== undefined) layers.set(['load', 'clients'], readNumber(clients), `--clients ${clients}`);
  // Who asks for a number of requests wants that many, and not those of the scenario's minute.
  if (requests !== undefined) {
    layers.remove(['load', 'duration']);
    layers.set(['load', 'requests'], readNumber(requests), `--requests ${requests}`);
  }
  if (duration !== undefined) layers.set(['load', 'duration'], duration, `--duration ${duration}`);
  if (warmup !== undefined) layers.set(['load', 'warmup'], warmup, `--warmup ${warmup}`);
  if (seed !== undefined) layers.set(['seed'], readNumber(seed), `--seed ${seed}`);
}

function applyPolicies(layers: Layers, overrides: Overrides): void {
  const { timeout, retries, breaker, maxDeliveries, concurrency = [], modes } = overrides;
  if (timeout !== undefined) layers.set(['calls', 'timeout'], timeout, `--timeout ${timeout}`);
  if (retries !== undefined) setRetries(layers, retries);
  if (breaker === true && !isMapping(valueAt(layers.value, ['calls', 'circuitBreaker']))) {
    layers.set(['calls', 'circuitBreaker'], {}, '--breaker');
  }
  if (maxDeliveries !== undefined) {
    const path = ['bus', 'redelivery', 'maxDeliveries'];
    layers.set(path, readNumber(maxDeliveries), `--max-deliveries ${maxDeliveries}`);
  }
  for (const text of concurrency) {
    const flag = `--concurrency ${text}`;
    const match = /^(.+)=([^=]+)$/.exec(text);
    if (match === null)
      fail({ code: 'bad-flag', place: { flag }, expected: 'service=number, such as payment=8' });
    const [, service = '', slots = ''] = match;
    layers.set(['services', service, 'concurrency'], readNumber(slots), flag);
  }
  if (modes !== undefined) {
    const names = modes.split(',').map((mode) => mode.trim());
    layers.set(['modes'], names, `--modes ${modes}`);
  }
}

/** Retries come after the first attempt. */
function setRetries(layers: Layers, retries: string): void {
  const flag = `--retries ${retries}`;
  const count = readNumber(retries);
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) {
    fail({
      code: 'bad-flag',
      place: { flag },
      expected: 'a whole number: 2 for three attempts, 0 for no retry',
    });
  }
  if (count === 0) layers.set(['calls', 'retry'], 'none', flag);
  else layers.set(['calls', 'retry', 'maxAttempts'], count + 1, flag);
}

function readAssignment(flag: string, text: string): { path: Path; value: Value; flag: string } {
  const cut = text.indexOf('=');
  const path = text.slice(0, Math.max(cut, 0)).trim();
  // `faults[0].for` and `faults.0.for`; lists are told from mappings by what is there.
  const steps = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  if (steps.some((step) => step === '' || step === '__proto__')) {
    fail({
      code: 'bad-flag',
      place: { flag },
      expected: 'path=value, such as load.rate=20/s or faults[0].for=5s',
    });
  }
  return { path: steps, value: readText(text.slice(cut + 1), { flag }).root, flag };
}
