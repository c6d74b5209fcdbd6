import { describe, expect, it } from 'vitest';
import type { ScenarioFlags } from '../../src/flags/changes.js';
import type { Fault, Scenario } from '../../src/scenario/scenario.js';
import { load, problemOf, TWO_STEPS } from '../scenario/files.js';

const FAULT = 'faults: [{ kind: hang, target: a, at: 20s, for: 1s }]\n';

const loadWith = async (flags: ScenarioFlags, rest = ''): Promise<Scenario> => load(TWO_STEPS + rest, flags);

describe('fault flags', () => {
  const window = { at: '20s', for: '10s' };
  it.each<[ScenarioFlags, Fault]>([
    [{ outage: ['payment@20s+10s'] }, { kind: 'outage', target: 'payment', ...window }],
    [{ outage: ['payment'] }, { kind: 'outage', target: 'payment' }],
    [{ outage: ['bus@20s+10s'] }, { kind: 'outage', target: 'bus', ...window }],
    [{ hang: ['payment@20s'] }, { kind: 'hang', target: 'payment', at: '20s' }],
    [{ crash: ['payment@+10s'] }, { kind: 'crash', target: 'payment', for: '10s' }],
    [{ latency: ['payment=+2s@20s+10s'] }, { kind: 'latency', target: 'payment', add: '2s', ...window }],
    [{ latency: ['payment=x5'] }, { kind: 'latency', target: 'payment', multiply: 5 }],
    [{ latency: ['payment=1.5x'] }, { kind: 'latency', target: 'payment', multiply: 1.5 }],
    [{ errors: ['payment=30%@20s+10s'] }, { kind: 'errors', target: 'payment', rate: 0.3, ...window }],
    [{ errors: ['payment=0.3'] }, { kind: 'errors', target: 'payment', rate: 0.3 }],
    [{ slots: ['payment=2@20s+10s'] }, { kind: 'slots', target: 'payment', concurrency: 2, ...window }],
    [{ poison: ['payment=1%'] }, { kind: 'poison', target: 'payment', rate: 0.01 }],
    [{ decline: ['payment=2%'] }, { kind: 'decline', target: 'payment', rate: 0.02 }],
    [{ deploy: ['payment@20s+10s'] }, { kind: 'deploy', target: 'payment', instances: 4, ...window }],
    [{ deploy: ['payment=2@20s+10s'] }, { kind: 'deploy', target: 'payment', instances: 2, ...window }],
    [{ network: ['payment=5%'] }, { kind: 'network', target: 'payment', loss: 0.05, way: 'both' }],
    [
      { network: ['payment=+20ms@20s+10s'] },
      { kind: 'network', target: 'payment', add: '20ms', way: 'both', ...window },
    ],
    [{ duplicates: ['5%'] }, { kind: 'duplicates', target: 'bus', rate: 0.05 }],
    [{ delay: ['5%=+2s@20s+10s'] }, { kind: 'delay', target: 'bus', rate: 0.05, by: '2s', ...window }],
    [{ reorder: ['0.1'] }, { kind: 'reorder', target: 'bus', rate: 0.1 }],
    [{ ackLoss: ['5%@20s+10s'] }, { kind: 'ack-loss', target: 'bus', rate: 0.05, ...window }],
    [{ freeze: ['payment@20s+10s'] }, { kind: 'freeze', target: 'payment', ...window }],
    [{ busCrash: ['20s+10s'] }, { kind: 'crash', target: 'bus', ...window }],
    [{ busCrash: ['@20s+10s'] }, { kind: 'crash', target: 'bus', ...window }],
    [{ busOutage: ['20s+10s'] }, { kind: 'outage', target: 'bus', ...window }],
    [{ spike: ['5x@20s+10s'] }, { kind: 'spike', target: 'load', multiply: 5, ...window }],
    [{ spike: ['0.5x@20s+10s'] }, { kind: 'spike', target: 'load', multiply: 0.5, ...window }],
    [{ spike: ['x5@20s+10s'] }, { kind: 'spike', target: 'load', multiply: 5, ...window }],
  ])('%j', async (flags, fault) => {
    expect((await loadWith(flags)).faults).toEqual([fault]);
  });

  it("come on top of the scenario's own", async () => {
    const { faults } = await loadWith({ outage: ['payment', 'a@5s'], spike: ['2x'] }, FAULT);
    expect(faults.map(({ kind, target }) => `${kind} ${target}`)).toEqual([
      'hang a',
      'outage payment',
      'outage a',
      'spike load',
    ]);
  });

  it('take the service of a subscriber away with it', async () => {
    const joining =
      TWO_STEPS.replace('services: {', 'services: { late: { latency: 1ms },') +
      '\nfaults: [{ kind: subscriber, step: { service: late, on: X } }]\n';
    expect(Object.keys((await load(joining)).services)).toContain('late');
    expect(Object.keys((await load(joining, { faults: false })).services)).not.toContain('late');
  });

  it("stand alone where --no-faults has taken the scenario's own away", async () => {
    expect((await loadWith({ faults: false, poison: ['a=1%'] }, FAULT)).faults).toEqual([
      { kind: 'poison', target: 'a', rate: 0.01 },
    ]);
    expect((await loadWith({ faults: true }, FAULT)).faults).toHaveLength(1);
  });

  it('--no-faults takes the service of a step that was to join away with it, and no other', async () => {
    const joins = (service: string): string =>
      `faults: [{ kind: subscriber, step: { name: new, service: ${service}, on: X } }]\n`;
    const alone = await load(`${TWO_STEPS.replace('{ a:', '{ c: { latency: 1ms }, a:')}${joins('c')}`, {
      faults: false,
    });
    expect(Object.keys(alone.services)).toEqual(['a', 'payment']);
    expect(alone.faults).toEqual([]);
    const shared = await loadWith({ faults: false }, joins('payment'));
    expect(Object.keys(shared.services)).toEqual(['a', 'payment']);
  });

  it.each<[ScenarioFlags, string]>([
    [
      { outage: ['payment=3'] },
      '--outage payment=3: expected service[@start[+length]], such as payment@20s+10s',
    ],
    [{ outage: ['@5s'] }, '--outage @5s: expected service[@start[+length]], such as payment@20s+10s'],
    [{ crash: ['payment@'] }, '--crash payment@: expected service[@start[+length]], such as payment@20s+10s'],
    [
      { errors: ['payment'] },
      '--errors payment: expected service=share[@start[+length]], such as inventory=30%@20s+10s',
    ],
    [
      { latency: ['payment=2s'] },
      '--latency payment=2s: expected service=+time or service=xfactor, then [@start[+length]], such as payment=+2s@20s+20s or payment=x5',
    ],
    [{ spike: ['5@3s'] }, '--spike 5@3s: expected factor[@start[+length]], such as 5x@20s+10s'],
    [{ busCrash: [''] }, '--bus-crash : expected start[+length], such as 20s+10s'],
    [{ busOutage: [''] }, '--bus-outage : expected start[+length], such as 20s+10s'],
  ])('%j is not of its form', async (flags, message) => {
    expect(await problemOf(TWO_STEPS, flags)).toEqual({ code: 'bad-flag', message });
  });

  it.each<[ScenarioFlags, string, string]>([
    [
      { outage: ['paymnet'] },
      'unknown-service',
      '--outage paymnet: faults[0].target: there is no service `paymnet`: did you mean `payment`? (there are a, payment, bus, database)',
    ],
    [
      { outage: ['a', 'payment@2'] },
      'invalid',
      '--outage payment@2: faults[1].at: found `2`, expected a duration such as 250ms, 1.5s or 2m: did you mean `2s`?',
    ],
    [
      { errors: ['a=30'] },
      'invalid',
      '--errors a=30: faults[0].rate: found `30`, expected a share from 0 to 1, such as 3% or 0.03: did you mean `30%`?',
    ],
    [
      { slots: ['a=few'] },
      'invalid',
      '--slots a=few: faults[0].concurrency: found `few`, expected a whole number of 0 or more',
    ],
    [
      { spike: ['manyx'] },
      'invalid',
      '--spike manyx: faults[0].multiply: found `many`, expected a number of 0 or more',
    ],
    [
      { hang: ['a@2h'] },
      'too-late',
      '--hang a@2h: faults[0].at: the hang of a begins at 2h, when the load is over (load.duration: 60s)',
    ],
    [
      { hang: ['\u001b[2J'] },
      'invalid',
      '--hang \\x1b[2J: faults[0].target: found `\\x1b[2J`, expected a name of 1 to 64 printable characters',
    ],
  ])('%j says what cannot be: the flag is named', async (flags, code, message) => {
    expect(await problemOf(TWO_STEPS, flags)).toEqual({ code, message });
  });

  it('a problem of the file is still placed in the file', async () => {
    const { message } = await problemOf(`${TWO_STEPS}faults: [{ kind: outage, target: b }]\n`, {
      outage: ['a'],
    });
    expect(message).toBe(
      's.yaml:5:34: faults[0].target: there is no service `b` (there are a, payment, bus, database)',
    );
  });
});

describe('load flags', () => {
  it('change what they name', async () => {
    const scenario = await loadWith({ rate: '5/s', duration: '10s', warmup: '1s', seed: '7' });
    expect(scenario.load).toEqual({
      rate: '5/s',
      arrivals: 'poisson',
      duration: '10s',
      warmup: '1s',
      drain: '10m',
    });
    expect(scenario.seed).toBe(7);
  });

  it('--clients closes the loop, --rate opens it', async () => {
    const closed = await loadWith(
      { clients: '50' },
      'load: { rate: 9/s, arrivals: constant, duration: 5s, warmup: 1s }\n',
    );
    expect(closed.load).toEqual({
      clients: 50,
      thinkTime: { distribution: 'constant', value: '0ms' },
      duration: '5s',
      warmup: '1s',
      drain: '10m',
    });
    const open = await loadWith({ rate: '9/s' }, 'load: { clients: 50, thinkTime: 1s, duration: 5s }\n');
    expect(open.load).toEqual({
      rate: '9/s',
      arrivals: 'poisson',
      duration: '5s',
      warmup: '0ms',
      drain: '10m',
    });
  });

  it("--requests bounds the run instead of the scenario's duration, and together with --duration", async () => {
    expect((await loadWith({ requests: '900' }, 'load: { duration: 5s }\n')).load).not.toHaveProperty(
      'duration',
    );
    expect((await loadWith({ requests: '900', duration: '5s' })).load).toMatchObject({
      requests: 900,
      duration: '5s',
    });
  });

  it.each<[ScenarioFlags, string, string]>([
    [
      { rate: '80' },
      '',
      '--rate 80: load.rate: found `80`, expected a rate such as 80/s or 600/m: did you mean `80/s`?',
    ],
    [
      { duration: '10' },
      '',
      '--duration 10: load.duration: found `10`, expected a duration such as 250ms, 1.5s or 2m: did you mean `10s`?',
    ],
    [
      { requests: 'all' },
      '',
      '--requests all: load.requests: found `all`, expected a whole number of 1 or more',
    ],
    [{ clients: '0' }, '', '--clients 0: load.clients: found `0`, expected a whole number from 1 to 1000000'],
    [{ seed: 'x' }, '', '--seed x: seed: found `x`, expected a whole number of 0 or more'],
    [
      { duration: '10s' },
      FAULT,
      '--duration 10s: load.duration: the hang of a begins at 20s, when the load is over (load.duration: 10s)',
    ],
    [
      { duration: '3s' },
      'load: { warmup: 5s }\n',
      '--duration 3s: load.duration: nothing would be counted: the warm-up (5s) lasts as long as the load (3s)',
    ],
    [
      { requests: '5' },
      'load: { rate: 10/s, arrivals: constant, warmup: 450ms }\n',
      '--requests 5: load.requests: nothing would be counted: 5 requests at most (load.requests), and about 5 begin in the warm-up (450ms)',
    ],
    [
      { clients: '3' },
      'faults: [{ kind: spike, multiply: 5 }]\n',
      '--clients 3: load.clients: a spike multiplies an arrival rate, and a load of clients has none',
    ],
    [
      { rate: '9/ms', duration: '9h' },
      '',
      '--rate 9/ms: load.rate: that would be about 292 million requests, and a run has 100 million at most',
    ],
    [
      { requests: '100000001' },
      '',
      '--requests 100000001: load.requests: that would be about 100 million requests, and a run has 100 million at most',
    ],
  ])('%j is refused, and the flag named', async (flags, rest, message) => {
    expect((await problemOf(TWO_STEPS + rest, flags)).message).toBe(message);
  });
});

describe('policy flags', () => {
  it('--timeout and --retries are those of all calls', async () => {
    const { calls, caller } = await loadWith(
      { timeout: '200ms', retries: '2' },
      'calls: { retry: { maxAttempts: 9, jitter: none } }\n',
    );
    expect(calls).toMatchObject({ timeout: '200ms', retry: { maxAttempts: 3, jitter: 'none' } });
    expect(caller).toMatchObject({ timeout: '3s', retry: 'none' });
  });

  it('--retries 0 is no retry, --retries 1 one even where there was none', async () => {
    expect((await loadWith({ retries: '0' })).calls.retry).toBe('none');
    expect((await loadWith({ retries: '1' }, 'calls: { retry: none }\n')).calls.retry).toMatchObject({
      maxAttempts: 2,
      initialDelay: '50ms',
    });
  });

  it('--timeout none is none', async () => {
    expect((await loadWith({ timeout: 'none' })).calls.timeout).toBe('none');
  });

  it('--breaker is the usual one, unless there is one', async () => {
    expect((await loadWith({ breaker: true })).calls.circuitBreaker).toMatchObject({
      failureRateThreshold: 0.5,
    });
    const own = 'calls: { circuitBreaker: { consecutiveFailures: 3 } }\n';
    expect((await loadWith({ breaker: true }, own)).calls.circuitBreaker).toMatchObject({
      consecutiveFailures: 3,
    });
  });

  it('--max-deliveries and --concurrency change one figure', async () => {
    const { bus, services } = await loadWith({
      maxDeliveries: '2',
      concurrency: ['payment=8', 'a=unbounded'],
    });
    expect(bus.redelivery).toMatchObject({ maxDeliveries: 2, initialDelay: '200ms' });
    expect([services.payment?.concurrency, services.a?.concurrency]).toEqual([8, 'unbounded']);
  });

  it('--modes and --expect', async () => {
    const { modes, expect: gates } = await loadWith(
      { modes: 'event, direct', expect: ['event.lost <= 0'] },
      'expect: direct.lost <= 0\n',
    );
    expect(modes).toEqual(['event', 'direct']);
    expect(gates).toEqual(['direct.lost <= 0', 'event.lost <= 0']);
  });

  it.each<[ScenarioFlags, string]>([
    [{ retries: '-1' }, '--retries -1: expected a whole number: 2 for three attempts, 0 for no retry'],
    [{ retries: 'x' }, '--retries x: expected a whole number: 2 for three attempts, 0 for no retry'],
    [{ concurrency: ['payment'] }, '--concurrency payment: expected service=number, such as payment=8'],
    [
      { concurrency: ['paymnt=8'] },
      '--concurrency paymnt=8: services.paymnt: no step uses the service `paymnt`: did you mean `payment`? (the steps use a, payment)',
    ],
    [
      { concurrency: ['a=0'] },
      '--concurrency a=0: services.a.concurrency: found `0`, expected a whole number of 1 or more, or unbounded',
    ],
    [
      { modes: 'direct,evnt' },
      '--modes direct,evnt: modes[1]: found `evnt`, expected one of direct, direct:no-retry, direct:breaker, direct:cancel, direct:idempotent, event, event:no-outbox, event:idempotent, shared-database, or a mapping such as { mode: direct, name: patient, timeout: 3s }: did you mean `event`?',
    ],
    [
      { maxDeliveries: '0' },
      '--max-deliveries 0: bus.redelivery.maxDeliveries: found `0`, expected a whole number of 1 or more',
    ],
  ])('%j is refused, and the flag named', async (flags, message) => {
    expect((await problemOf(TWO_STEPS, flags)).message).toBe(message);
  });
});

describe('--set', () => {
  it.each<[string, (scenario: Scenario) => unknown, unknown]>([
    [
      'load.rate=20/s',
      ({ load }) => load,
      { rate: '20/s', arrivals: 'poisson', duration: '60s', warmup: '0ms', drain: '10m' },
    ],
    ['load.clients=5', ({ load }) => 'rate' in load, false],
    ['load={ clients: 5, duration: 30s }', ({ load }) => load.duration, '30s'],
    ['steps[1].idempotent=true', ({ steps }) => steps[1]?.idempotent, true],
    ['steps.1.critical=false', ({ steps }) => steps[1]?.critical, false],
    ['steps.payment.critical=false', ({ steps }) => steps[1]?.critical, false],
    ['faults[0].for=5s', ({ faults }) => faults, [{ kind: 'hang', target: 'a', at: '20s', for: '5s' }]],
    ['faults[1]={ kind: outage, target: bus }', ({ faults }) => faults.length, 2],
    ['faults=[]', ({ faults }) => faults, []],
    [
      'calls.retry.maxAttempts=7',
      ({ calls }) => calls.retry,
      { maxAttempts: 7, initialDelay: '50ms', multiplier: 2, maxDelay: '1s', jitter: 'full', budget: 'none' },
    ],
    [
      'services.payment.latency={ distribution: exponential, mean: 9ms }',
      ({ services }) => services.payment?.latency,
      { distribution: 'exponential', mean: '9ms' },
    ],
    ['title=a = b', ({ title }) => title, 'a = b'],
    ['seed=', ({ seed }) => seed, 42],
  ])('%s', async (set, look, value) => {
    expect(look(await loadWith({ set: [set] }, FAULT))).toEqual(value);
  });

  it('comes after the other flags, in the order given', async () => {
    const { load } = await loadWith({ rate: '1/s', set: ['load.rate=2/s', 'load.rate=3/s'] });
    expect(load).toMatchObject({ rate: '3/s' });
  });

  it('puts the steps on another workflow', async () => {
    const scenario = await load('workflow: nowhere\n', { set: ['workflow=order-fulfilment'] });
    expect(scenario).toMatchObject({ title: 'Order fulfilment', workflow: 'order-fulfilment' });
  });

  it.each<[string, string, string]>([
    ['load', 'bad-flag', '--set load: expected path=value, such as load.rate=20/s or faults[0].for=5s'],
    ['=5', 'bad-flag', '--set =5: expected path=value, such as load.rate=20/s or faults[0].for=5s'],
    [
      'load..rate=5/s',
      'bad-flag',
      '--set load..rate=5/s: expected path=value, such as load.rate=20/s or faults[0].for=5s',
    ],
    [
      '__proto__.x=1',
      'bad-flag',
      '--set __proto__.x=1: expected path=value, such as load.rate=20/s or faults[0].for=5s',
    ],
    [
      'load.rat=5/s',
      'unknown-field',
      '--set load.rat=5/s: load.rat: there is no such field: did you mean `rate`? (there are rate, arrivals, clients, thinkTime, duration, requests, warmup, drain)',
    ],
    [
      'lod.rate=5/s',
      'unknown-field',
      '--set lod.rate=5/s: lod: there is no such field: did you mean `load`? (there are title, caller, services, steps, calls, bus, database, slo, question, look, workflow, load, faults, modes, seed, expect)',
    ],
    [
      'steps.paymant.on=X',
      'unknown-field',
      '--set steps.paymant.on=X: steps.paymant: there is no such field: did you mean `payment`? (there are a, payment)',
    ],
    [
      'steps[7].on=X',
      'unknown-field',
      '--set steps[7].on=X: steps.7: there is no such field (there are a, payment)',
    ],
    ['load.rate=[', 'broken-yaml', '--set load.rate=[: invalid YAML: Flow sequence must end with a ]'],
    [
      'load.rate=20',
      'invalid',
      '--set load.rate=20: load.rate: found `20`, expected a rate such as 80/s or 600/m: did you mean `20/s`?',
    ],
    [
      'services.a={ queue: -1 }',
      'invalid',
      '--set services.a={ queue: -1 }: services.a.queue: found `-1`, expected a whole number of 0 or more, or unbounded',
    ],
    [
      'workflow=quick',
      'unknown-workflow',
      '--set workflow=quick: workflow: unknown workflow `quick`, neither bundled nor a file (there are order-fulfilment, ride-request, streaming, two-services)',
    ],
  ])('%s is refused, and the flag named', async (set, code, message) => {
    expect(await problemOf(TWO_STEPS, { set: [set] })).toEqual({ code, message });
  });
});
