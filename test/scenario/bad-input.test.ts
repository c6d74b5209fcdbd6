import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';
import { folderWith, load as read, problemOf, TWO_STEPS } from './files.js';

/** Milliseconds that no answer takes, however busy the machine: a guard against a hang, not a measure of speed. */
const HANG = 15_000;

/** `rest` after the four lines of a good scenario. */
const withTwoSteps = (rest: string) => `${TWO_STEPS}${rest}\n`;
/** A scenario of one service with this latency. */
const withLatency = (latency: string) =>
  `services: { a: { latency: ${latency} } }\nsteps: [{ service: a }]\n`;
const withSteps = (steps: string) => `services: { a: { latency: 5ms } }\nsteps: [${steps}]\n`;

describe('a file is refused', () => {
  it.each<[what: string, content: string | Buffer, code: string, message: string]>([
    [
      'that is empty',
      '',
      'not-a-mapping',
      's.yaml:1:1: found nothing, expected a mapping: title, workflow, load, faults, …',
    ],
    [
      'that is a list',
      '- 1\n',
      'not-a-mapping',
      's.yaml:1:1: found a list, expected a mapping: title, workflow, load, faults, …',
    ],
    [
      'that is broken YAML',
      'title: x\nload: {',
      'broken-yaml',
      's.yaml:2:8: invalid YAML: Flow map in block collection must be sufficiently indented and end with a }',
    ],
    [
      'with a tag that nobody knows',
      'title: !foo x\n',
      'broken-yaml',
      's.yaml:1:8: invalid YAML: Unresolved tag: !foo',
    ],
    [
      'with a list for a key',
      '? [a]\n: b\n',
      'broken-yaml',
      's.yaml:1:3: invalid YAML: With stringKeys, all keys must be strings',
    ],
    [
      'with two documents',
      'title: x\n---\ntitle: y\n',
      'several-documents',
      's.yaml:2:1: there are several YAML documents: expected one scenario',
    ],
    [
      'with a key that stands twice',
      'title: x\ntitle: y\n',
      'duplicate-key',
      's.yaml:2:1: `title` stands here twice',
    ],
    [
      'that is binary',
      Buffer.from('title: x\nlook: \0\n'),
      'not-text',
      's.yaml:2:7: it is no text: expected YAML or JSON in UTF-8',
    ],
    [
      'that is not UTF-8',
      Buffer.from([0xff, 0xfe, 0x74, 0]),
      'not-text',
      's.yaml:1:1: it is no text: expected YAML or JSON in UTF-8',
    ],
    [
      'of 10 MB',
      Buffer.alloc(10_000_000, '#\n'),
      'too-large',
      's.yaml: it is over 1 MB, too large for a scenario',
    ],
    [
      'with an alias to nothing',
      'title: *a\n',
      'broken-yaml',
      's.yaml:1:8: invalid YAML: nothing before it is named &a',
    ],
    [
      'with an alias in what it stands for',
      'look: &a [*a]\n',
      'too-deep',
      's.yaml:1:10: it is nested too deeply',
    ],
    ['of brackets in brackets', '['.repeat(1_000_000), 'too-deep', 's.yaml:1:101: it is nested too deeply'],
    [
      'of very many keys',
      lines(80_000, (n) => `k${n}: 1`),
      'too-many-nodes',
      's.yaml:14286:9: there is more in it than a scenario can have',
    ],
    [
      'that would become another object',
      '__proto__: { title: x }\n',
      'bad-name',
      's.yaml:1:1: found `__proto__`, expected another name',
    ],
  ])('%s', async (_, content, code, message) => {
    const started = performance.now();
    expect(await problemOf(content)).toEqual({ code, message });
    expect(performance.now() - started).toBeLessThan(HANG);
  });

  it('that is an alias bomb, before it has gone off', async () => {
    const levels = ['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => {
      const below = `*${String.fromCharCode(name.charCodeAt(0) - 1)}`;
      return `l${index}: &${name} [${Array(10).fill(below).join(', ')}]`;
    });
    const { code, message } = await problemOf(`x: &a [y, y, y, y, y, y, y, y, y, y]\n${levels.join('\n')}\n`);
    expect(code).toBe('too-many-nodes');
    expect(message).toMatch(/^s\.yaml:\d+:\d+: there is more in it than a scenario can have$/);
  });

  it('that is not there', async () => {
    await expect(loadScenario('./nowhere.yaml')).rejects.toThrow(
      /^\.\/nowhere\.yaml: there is no such file$/,
    );
  });

  it('that is a folder of a name that ends like a file', async () => {
    const folder = folderWith({});
    await expect(loadScenario({ name: 'x.yaml', path: folder })).rejects.toThrow(/: it is no file$/);
  });
});

describe('a value is refused', () => {
  const window = 'at: 20s, for: 10s';
  it.each<[what: string, content: string, code: string, message: string]>([
    [
      'a title with escape codes',
      'title: "\\e[31mred"\n',
      'invalid',
      's.yaml:1:8: title: found `\\x1b[31mred`, expected a text without control characters',
    ],
    [
      'a title that is none',
      withTwoSteps('title: [a]'),
      'invalid',
      's.yaml:5:8: title: found a list, expected a text',
    ],
    [
      'a field that is none',
      withTwoSteps('lod: { rate: 5/s }'),
      'unknown-field',
      's.yaml:5:1: lod: there is no such field: did you mean `load`? (there are title, caller, services, steps, calls, bus, database, slo, question, look, workflow, load, faults, modes, seed, expect)',
    ],
    [
      'a field that is none, inside',
      withTwoSteps('calls: { retry: { jiter: full } }'),
      'unknown-field',
      's.yaml:5:19: calls.retry.jiter: there is no such field: did you mean `jitter`? (there are maxAttempts, initialDelay, multiplier, maxDelay, jitter, budget)',
    ],
    [
      'a rate without unit',
      withTwoSteps('load: { rate: 80 }'),
      'invalid',
      's.yaml:5:15: load.rate: found `80`, expected a rate such as 80/s or 600/m: did you mean `80/s`?',
    ],
    [
      'a rate of nothing',
      withTwoSteps('load: { rate: 0/s }'),
      'invalid',
      's.yaml:5:15: load.rate: found `0/s`, expected a rate above 0',
    ],
    [
      'a duration without unit',
      withTwoSteps('calls: { timeout: 5 }'),
      'invalid',
      's.yaml:5:19: calls.timeout: found `5`, expected a duration such as 250ms, 1.5s or 2m, or none: did you mean `5s`?',
    ],
    [
      'a negative duration',
      withTwoSteps('load: { duration: -5s }'),
      'invalid',
      's.yaml:5:19: load.duration: found `-5s`, expected a duration such as 250ms, 1.5s or 2m',
    ],
    [
      'a duration of more than a year',
      withTwoSteps('load: { duration: 9000h }'),
      'invalid',
      's.yaml:5:19: load.duration: found `9000h`, expected a duration of a year at most',
    ],
    [
      'a load of no length',
      withTwoSteps('load: { duration: 0s }'),
      'invalid',
      's.yaml:5:19: load.duration: found `0s`, expected a duration above 0',
    ],
    [
      'a load that is none',
      withTwoSteps('load: 80/s'),
      'invalid',
      's.yaml:5:7: load: found `80/s`, expected a mapping',
    ],
    [
      'a load with nothing in it',
      withTwoSteps('calls:\n  retry:'),
      'invalid',
      's.yaml:6:9: calls.retry: found nothing, expected a mapping such as { maxAttempts: 3 }, or none',
    ],
    [
      'both loops at once',
      withTwoSteps('load: { rate: 80/s, clients: 3 }'),
      'invalid',
      's.yaml:5:7: load: found a mapping of rate, clients, expected either an open loop (rate, arrivals) or a closed one (clients, thinkTime)',
    ],
    [
      'a share above all',
      withTwoSteps('services: { a: { declineRate: 101% } }').replace(/^.*\n/, ''),
      'invalid',
      's.yaml:4:31: services.a.declineRate: found `101%`, expected a share from 0 to 1, such as 3% or 0.03',
    ],
    [
      'a share of a hundred for per cent',
      withTwoSteps(`faults: [{ kind: errors, target: payment, rate: 30, ${window} }]`),
      'invalid',
      's.yaml:5:49: faults[0].rate: found `30`, expected a share from 0 to 1, such as 3% or 0.03: did you mean `30%`?',
    ],
    [
      'no attempts',
      withTwoSteps('calls: { retry: { maxAttempts: 0 } }'),
      'invalid',
      's.yaml:5:32: calls.retry.maxAttempts: found `0`, expected a whole number of 1 or more',
    ],
    [
      'half an attempt',
      withTwoSteps('calls: { retry: { maxAttempts: 1.5 } }'),
      'invalid',
      's.yaml:5:32: calls.retry.maxAttempts: found `1.5`, expected a whole number of 1 or more',
    ],
    [
      'a retry that is none',
      withTwoSteps('calls: { retry: 3 }'),
      'invalid',
      's.yaml:5:17: calls.retry: found `3`, expected a mapping such as { maxAttempts: 3 }, or none',
    ],
    [
      'a jitter that is none',
      withTwoSteps('calls: { retry: { jitter: ful } }'),
      'invalid',
      's.yaml:5:27: calls.retry.jitter: found `ful`, expected one of none, full, equal, decorrelated: did you mean `full`?',
    ],
    [
      'two breakers in one',
      withTwoSteps('calls: { circuitBreaker: { consecutiveFailures: 5, slidingWindowSize: 9 } }'),
      'invalid',
      's.yaml:5:26: calls.circuitBreaker: found a mapping of consecutiveFailures, slidingWindowSize, expected one kind of breaker: either consecutiveFailures, or failureRateThreshold and its window',
    ],
    [
      'a breaker that counts no calls',
      withTwoSteps('calls: { circuitBreaker: { minimumNumberOfCalls: 0 } }'),
      'invalid',
      's.yaml:5:50: calls.circuitBreaker.minimumNumberOfCalls: found `0`, expected a whole number from 1 to 1000000',
    ],
    [
      'yes for true',
      withTwoSteps('bus: { outbox: yes }'),
      'invalid',
      's.yaml:5:16: bus.outbox: found `yes`, expected true or false',
    ],
    [
      'a mode that is none',
      withTwoSteps('modes: [direct, evnt]'),
      'invalid',
      's.yaml:5:17: modes[1]: found `evnt`, expected one of direct, direct:no-retry, direct:breaker, direct:cancel, direct:idempotent, event, event:no-outbox, event:idempotent, shared-database, or a mapping such as { mode: direct, name: patient, timeout: 3s }: did you mean `event`?',
    ],
    [
      'a mode twice',
      withTwoSteps('modes: [event, event]'),
      'invalid',
      's.yaml:5:16: modes[1]: found `event`, expected a name of its own for each column',
    ],
    [
      'no modes',
      withTwoSteps('modes: []'),
      'invalid',
      's.yaml:5:8: modes: found an empty list, expected a list of at least one mode',
    ],
    [
      'a seed with a fraction',
      withTwoSteps('seed: 1.5'),
      'invalid',
      's.yaml:5:7: seed: found `1.5`, expected a whole number of 0 or more',
    ],
  ])('%s', async (_, content, code, message) => {
    expect(await problemOf(content)).toEqual({ code, message });
  });
});

describe('a distribution is refused', () => {
  it.each<[what: string, latency: string, code: string, message: string]>([
    [
      'without unit',
      '5',
      'invalid',
      's.yaml:1:27: services.a.latency: found `5`, expected a duration such as 50ms, or a mapping such as { distribution: exponential, mean: 50ms }',
    ],
    [
      'of a kind that is none',
      '{ distribution: lognrmal }',
      'invalid',
      's.yaml:1:43: services.a.latency.distribution: found `lognrmal`, expected one of constant, uniform, exponential, lognormal, erlang, mixture, empirical: did you mean `lognormal`?',
    ],
    [
      'without kind',
      '{ p50: 5ms, p99: 9ms }',
      'missing',
      's.yaml:1:27: services.a.latency.distribution: it is missing, expected one of constant, uniform, exponential, lognormal, erlang, mixture, empirical',
    ],
    [
      'without its mean',
      '{ distribution: exponential }',
      'missing',
      's.yaml:1:27: services.a.latency.mean: it is missing, expected a duration such as 250ms, 1.5s or 2m',
    ],
    [
      'by half a pair',
      '{ distribution: lognormal, p50: 5ms }',
      'invalid',
      's.yaml:1:27: services.a.latency: found a mapping of distribution, p50, expected a lognormal by either p50 and p99, or mean and cv',
    ],
    [
      'by both pairs',
      '{ distribution: lognormal, p50: 5ms, p99: 9ms, mean: 6ms, cv: 1 }',
      'invalid',
      's.yaml:1:27: services.a.latency: found a mapping of distribution, p50, p99, mean, …, expected a lognormal by either p50 and p99, or mean and cv',
    ],
    [
      'with p99 below p50',
      '{ distribution: lognormal, p50: 5ms, p99: 3ms }',
      'wrong-order',
      's.yaml:1:69: services.a.latency.p99: p99 (3ms) has to be above p50 (5ms)',
    ],
    [
      'with p99 at p50',
      '{ distribution: lognormal, p50: 5ms, p99: 5ms }',
      'wrong-order',
      's.yaml:1:69: services.a.latency.p99: p99 (5ms) has to be above p50 (5ms)',
    ],
    [
      'with min above max',
      '{ distribution: uniform, min: 5ms, max: 3ms }',
      'wrong-order',
      's.yaml:1:67: services.a.latency.max: min (5ms) is above max (3ms)',
    ],
    [
      'of no stages',
      '{ distribution: erlang, shape: 0, mean: 5ms }',
      'invalid',
      's.yaml:1:58: services.a.latency.shape: found `0`, expected a whole number from 1 to 1000',
    ],
    [
      'of nothing',
      '{ distribution: mixture, of: [] }',
      'invalid',
      's.yaml:1:56: services.a.latency.of: found an empty list, expected a list of at least one distribution with its weight',
    ],
    [
      'without weight',
      '{ distribution: mixture, of: [{ weight: 0, distribution: constant, value: 5ms }] }',
      'invalid',
      's.yaml:1:67: services.a.latency.of[0].weight: found `0`, expected a number above 0',
    ],
    [
      'wrong inside another',
      '{ distribution: mixture, of: [{ weight: 1, distribution: uniform, min: 5ms, max: 3ms }] }',
      'wrong-order',
      's.yaml:1:108: services.a.latency.of[0].max: min (5ms) is above max (3ms)',
    ],
    [
      'with falling percentiles',
      '{ distribution: empirical, percentiles: { p50: 5ms, p9: 6ms } }',
      'wrong-order',
      's.yaml:1:74: services.a.latency.percentiles.p50: p50 (5ms) is below p9 (6ms)',
    ],
    [
      'without percentiles',
      '{ distribution: empirical, percentiles: {} }',
      'invalid',
      's.yaml:1:67: services.a.latency.percentiles: found an empty mapping, expected one percentile at least, such as { p50: 20ms }',
    ],
    [
      'with a percentile that is none',
      '{ distribution: empirical, percentiles: { p101: 5ms } }',
      'bad-name',
      's.yaml:1:69: services.a.latency.percentiles.p101: found `p101`, expected a percentile such as p50 or p99.9',
    ],
  ])('%s', async (_, latency, code, message) => {
    expect(await problemOf(withLatency(latency))).toEqual({ code, message });
  });

  it('with the slip before what it leaves missing', async () => {
    const { message } = await problemOf(withLatency('{ distribution: exponential, men: 5ms }'));
    expect(message.split('\n')).toEqual([
      's.yaml:1:56: services.a.latency.men: there is no such field: did you mean `mean`? (there are distribution, mean)',
      'and 1 more:',
      '  s.yaml:1:27: services.a.latency.mean: it is missing, expected a duration such as 250ms, 1.5s or 2m',
    ]);
  });
});

describe('a workflow is refused', () => {
  it.each<[what: string, content: string, code: string, message: string]>([
    [
      'that is not there',
      'question: what?\n',
      'missing',
      's.yaml:1:1: steps: it is missing, expected steps, or a `workflow` that has them',
    ],
    [
      'that nobody knows',
      'workflow: order-fulfillment\n',
      'unknown-workflow',
      's.yaml:1:11: workflow: unknown workflow `order-fulfillment`, neither bundled nor a file: did you mean `order-fulfilment`? (there are order-fulfilment, ride-request, streaming, two-services)',
    ],
    [
      'whose file is not there',
      'workflow: ./nowhere.yaml\n',
      'no-such-file',
      's.yaml:1:11: workflow: there is no file `./nowhere.yaml`',
    ],
    [
      'with a service that is not there',
      withSteps('{ service: a, emits: X }, { service: aa, on: X }'),
      'unknown-service',
      's.yaml:2:46: steps[1].service: there is no service `aa` (there is a)',
    ],
    [
      'with a service that has nothing to do',
      'services: { a: { latency: 5ms }, b: { latency: 5ms } }\nsteps: [{ service: a }]\n',
      'unused-service',
      's.yaml:1:34: services.b: no step uses the service `b` (the steps use a)',
    ],
    [
      'with a service of unknown speed',
      'services: { a: { queue: 5 } }\nsteps: [{ service: a }]\n',
      'missing',
      's.yaml:1:16: services.a.latency: it is missing, expected a duration such as 50ms, or a distribution',
    ],
    [
      'that goes round in a circle',
      withSteps(
        '{ service: a, name: s }, { service: a, name: t, on: [X, U], emits: T }, { service: a, name: u, on: T, emits: U }',
      ).replace('name: s', 'name: s, emits: X'),
      'workflow',
      's.yaml:2:71: steps[1].on: the steps go round in a circle: t → u → t',
    ],
    [
      'that nobody begins',
      withSteps('{ service: a, on: X, emits: X }'),
      'workflow',
      's.yaml:2:27: steps[0].on: no entry step: exactly one step must have no `on`',
    ],
    [
      'that two begin',
      withSteps('{ service: a }, { service: a, name: b }'),
      'workflow',
      's.yaml:2:25: steps[1].on: a and b are both entry steps: exactly one step must have no `on`',
    ],
    [
      'with an event that nobody emits',
      withSteps('{ service: a, emits: Paid }, { service: a, name: b, on: Piad }'),
      'workflow',
      's.yaml:2:65: steps[1].on: nobody emits Piad: did you mean `Paid`? (there is Paid)',
    ],
    [
      'with an event that two emit',
      withSteps('{ service: a, emits: X }, { service: a, name: b, on: X, emits: X }'),
      'workflow',
      's.yaml:2:72: steps[1].emits: X is emitted by a already',
    ],
    [
      'with two steps of one name',
      withSteps('{ service: a, emits: X }, { service: a, on: X }'),
      'workflow',
      's.yaml:2:35: steps[1].name: two steps are named a: give one a name of its own',
    ],
    [
      'with a caller that is no step',
      withSteps('{ service: a, emits: X }, { service: a, name: b, on: X, calledBy: c }'),
      'workflow',
      's.yaml:2:75: steps[1].calledBy: no step is named c (there are a, b)',
    ],
    [
      'with a name that is taken',
      'services: { bus: { latency: 5ms } }\nsteps: [{ service: bus }]\n',
      'bad-name',
      's.yaml:1:13: services.bus: found `bus`, expected another name: bus, database, caller, load are taken',
    ],
    [
      'with a name of JavaScript',
      'services: { constructor: { latency: 5ms } }\nsteps: [{ service: constructor }]\n',
      'bad-name',
      's.yaml:1:13: services.constructor: found `constructor`, expected another name: JavaScript has this one',
    ],
    [
      'with escape codes in a name',
      'services: { "a\\e[1m": { latency: 5ms } }\nsteps: [{ service: "a\\e[1m" }]\n',
      'bad-name',
      's.yaml:1:13: services.a\\x1b[1m: found `a\\x1b[1m`, expected a name of 1 to 64 printable characters',
    ],
    [
      'with a name that turns the text round',
      withSteps('{ service: a, name: "\\u202Egnp" }'),
      'invalid',
      's.yaml:2:29: steps[0].name: found `\\u{202e}gnp`, expected a name of 1 to 64 printable characters',
    ],
    [
      'with an endless name',
      withSteps(`{ service: a, name: ${'n'.repeat(65)} }`),
      'invalid',
      `s.yaml:2:29: steps[0].name: found \`${'n'.repeat(65)}\`, expected a name of 1 to 64 printable characters`,
    ],
  ])('%s', async (_, content, code, message) => {
    const problem = await problemOf(content);
    expect(problem.code).toBe(code);
    expect(problem.message.split('\n')[0]).toBe(message);
  });

  it('whose file says what only a scenario can say', async () => {
    const folder = folderWith({
      'w.yaml': `${TWO_STEPS}load: { rate: 5/s }\n`,
      's.yaml': 'workflow: w.yaml\n',
    });
    await expect(loadScenario(join(folder, 's.yaml'))).rejects.toThrow(
      'w.yaml:5:1: there is no such field (there are title, caller, services, steps, calls, bus, database, slo)',
    );
  });

  it('at the place in its own file', async () => {
    const folder = folderWith({
      'w.yaml': TWO_STEPS.replace('on: X', 'on: Y'),
      's.yaml': 'workflow: w.yaml\nseed: 3\n',
    });
    await expect(loadScenario(join(folder, 's.yaml'))).rejects.toThrow(
      `${folder}/w.yaml:4:29: steps[1].on: nobody emits Y (there is X)`,
    );
  });
});

describe('a fault is refused', () => {
  const KINDS =
    'one of outage, hang, freeze, crash, random-outages, latency, errors, slots, poison, decline, deploy, network, partition, duplicates, delay, reorder, ack-loss, subscriber, spike';
  it.each<[what: string, fault: string, code: string, message: string]>([
    [
      'at a service that is not there',
      '{ kind: outage, target: paymnet }',
      'unknown-service',
      's.yaml:6:29: faults[0].target: there is no service `paymnet`: did you mean `payment`? (there are a, payment, bus, database)',
    ],
    [
      'of a kind that is none',
      '{ kind: outag, target: payment }',
      'invalid',
      `s.yaml:6:13: faults[0].kind: found \`outag\`, expected ${KINDS}: did you mean \`outage\`?`,
    ],
    [
      'of the bus that is aimed at a service',
      '{ kind: duplicates, target: payment, rate: 3% }',
      'invalid',
      's.yaml:6:33: faults[0].target: found `payment`, expected bus',
    ],
    [
      'without kind',
      '{ target: payment }',
      'missing',
      `s.yaml:6:5: faults[0].kind: it is missing, expected ${KINDS}`,
    ],
    [
      'without target',
      '{ kind: outage }',
      'missing',
      's.yaml:6:5: faults[0].target: it is missing, expected a name of 1 to 64 printable characters',
    ],
    [
      'without its rate',
      '{ kind: errors, target: payment }',
      'missing',
      's.yaml:6:5: faults[0].rate: it is missing, expected a share from 0 to 1, such as 3% or 0.03',
    ],
    [
      'that is a text',
      'outage',
      'invalid',
      's.yaml:6:5: faults[0]: found `outage`, expected a mapping such as { kind: outage, target: payment, at: 20s, for: 10s }',
    ],
    [
      'that changes nothing',
      '{ kind: latency, target: payment }',
      'invalid',
      's.yaml:6:5: faults[0]: found a mapping of kind, target, expected a latency fault with `add` (such as 2s), `multiply` (such as 5) or both',
    ],
    [
      'at a bus that cannot have it',
      '{ kind: errors, target: bus, rate: 3% }',
      'unknown-service',
      's.yaml:6:29: faults[0].target: the broker cannot have a fault of kind errors, only outage, crash, duplicates, delay, reorder, ack-loss',
    ],
    [
      'that spikes a service',
      '{ kind: spike, target: payment, multiply: 5 }',
      'invalid',
      's.yaml:6:28: faults[0].target: found `payment`, expected load',
    ],
    [
      'that takes more traffic away than there is',
      '{ kind: spike, multiply: -1 }',
      'invalid',
      's.yaml:6:30: faults[0].multiply: found `-1`, expected a number of 0 or more',
    ],
    [
      'before the beginning',
      '{ kind: outage, target: payment, at: -5s }',
      'invalid',
      's.yaml:6:42: faults[0].at: found `-5s`, expected a duration such as 250ms, 1.5s or 2m',
    ],
    [
      'after the end',
      '{ kind: outage, target: payment, at: 60s }',
      'too-late',
      's.yaml:6:42: faults[0].at: the outage of payment begins at 60s, when the load is over (load.duration: 60s)',
    ],
    [
      'with a field of another',
      '{ kind: outage, target: payment, rate: 3% }',
      'unknown-field',
      's.yaml:6:38: faults[0].rate: there is no such field (there are kind, target, at, for)',
    ],
    [
      'that deploys without end',
      '{ kind: deploy, target: payment, at: 5s }',
      'missing',
      's.yaml:6:5: faults[0].for: it is missing, expected a duration such as 250ms, 1.5s or 2m',
    ],
    [
      'that deploys more instances than there are slots',
      '{ kind: deploy, target: payment, for: 5s, instances: 33 }',
      'needs-slots',
      's.yaml:6:58: faults[0].instances: payment has 32 workers (concurrency), too few for 33 instances',
    ],
    [
      'that joins with a service that there is not',
      '{ kind: subscriber, step: { service: loyalty, on: Done } }',
      'unknown-service',
      's.yaml:6:42: faults[0].step.service: there is no service `loyalty` (there are a, payment)',
    ],
    [
      'that joins on an event that there is not',
      '{ kind: subscriber, step: { name: late, service: payment, on: Don } }',
      'workflow',
      's.yaml:6:67: faults[0].step.on: nobody emits Don (there is X)',
    ],
    [
      'that joins on nothing',
      '{ kind: subscriber, step: { name: late, service: payment } }',
      'workflow',
      's.yaml:6:31: faults[0].step.on: a and late are both entry steps: exactly one step must have no `on`',
    ],
    [
      'that never comes',
      '{ kind: random-outages, target: payment, mttf: 0s, mttr: 1s }',
      'invalid',
      's.yaml:6:52: faults[0].mttf: found `0s`, expected a duration of 1us or more',
    ],
  ])('%s', async (_, fault, code, message) => {
    expect(await problemOf(withTwoSteps(`faults:\n  - ${fault}`))).toEqual({ code, message });
  });

  it.each<[what: string, fault: string, code: string, message: string]>([
    [
      'that cuts off from itself',
      '{ kind: partition, target: a, from: a }',
      'invalid',
      's.yaml:6:41: faults[0].from: found `a`, expected another than the target: what a service asks of itself goes over no network',
    ],
    [
      'that cuts off from nobody known',
      '{ kind: partition, target: a, from: paymnet }',
      'unknown-service',
      's.yaml:6:41: faults[0].from: there is no service `paymnet`: did you mean `payment`? (there are a, payment, bus, database)',
    ],
    [
      'that cuts off the bus',
      '{ kind: partition, target: bus }',
      'unknown-service',
      's.yaml:6:32: faults[0].target: the broker cannot have a fault of kind partition, only outage, crash, duplicates, delay, reorder, ack-loss',
    ],
  ])('%s', async (_, fault, code, message) => {
    expect(await problemOf(withTwoSteps(`faults:\n  - ${fault}`))).toEqual({ code, message });
  });

  it('that multiplies what a closed loop does not have', async () => {
    expect(
      await problemOf(withTwoSteps('load: { clients: 5 }\nfaults: [{ kind: spike, multiply: 5 }]')),
    ).toEqual({
      code: 'needs-open-loop',
      message:
        's.yaml:6:18: faults[0].kind: a spike multiplies an arrival rate, and a load of clients has none',
    });
  });
});

describe('a first wait that its own limit would cut is refused', () => {
  const step = '{ service: payment, on: X,';
  it.each([
    [
      `${TWO_STEPS}calls: { retry: { initialDelay: 2s, maxDelay: 1s } }\n`,
      's.yaml:5:33: calls.retry.initialDelay: the first wait is longer than the longest (initialDelay: 2s, maxDelay: 1s)',
    ],
    [
      `${TWO_STEPS}bus: { redelivery: { initialDelay: 30s, maxDelay: 10s } }\n`,
      's.yaml:5:36: bus.redelivery.initialDelay: the first wait is longer than the longest (initialDelay: 30s, maxDelay: 10s)',
    ],
    [
      `${TWO_STEPS.replace('{ service: payment, on: X', `${step} redelivery: { maxDelay: 1s }`)}bus: { redelivery: { initialDelay: 30s } }\n`,
      's.yaml:5:36: bus.redelivery.initialDelay: the first wait is longer than the longest (initialDelay: 30s, maxDelay: 1s)',
    ],
    [
      `${TWO_STEPS.replace('{ service: payment, on: X', `${step} calls: { retry: { initialDelay: 5s } }`)}calls: { retry: { maxDelay: 2s } }\n`,
      's.yaml:4:64: steps[1].calls.retry.initialDelay: the first wait is longer than the longest (initialDelay: 5s, maxDelay: 2s)',
    ],
  ])('%#', async (content, message) => {
    expect(await problemOf(content)).toEqual({ code: 'wrong-order', message });
  });
});

describe('a load is refused', () => {
  it.each<[what: string, load: string, code: string, message: string]>([
    [
      'that is over when it begins to count',
      '{ duration: 60s, warmup: 1m }',
      'wrong-order',
      's.yaml:5:32: load.warmup: nothing would be counted: the warm-up (1m) lasts as long as the load (60s)',
    ],
    [
      'whose requests have all begun before it begins to count',
      '{ rate: 80/s, requests: 100, warmup: 5s }',
      'wrong-order',
      's.yaml:5:31: load.requests: nothing would be counted: 100 requests at most (load.requests), and about 400 begin in the warm-up (5s)',
    ],
    [
      'whose clients have no second request to count',
      '{ clients: 5, requests: 5, warmup: 1ms }',
      'wrong-order',
      's.yaml:5:31: load.requests: nothing would be counted: 5 requests at most (load.requests), and about 5 begin in the warm-up (1ms)',
    ],
    [
      'of more than 100 million requests',
      '{ rate: 10/ms, duration: 3h }',
      'too-many-requests',
      's.yaml:5:15: load.rate: that would be about 108 million requests, and a run has 100 million at most',
    ],
    [
      'of more, asked for by number',
      '{ requests: 200000000 }',
      'too-many-requests',
      's.yaml:5:19: load.requests: that would be about 200 million requests, and a run has 100 million at most',
    ],
    [
      'whose clients never stop',
      '{ clients: 1000, duration: 1000h }',
      'too-many-requests',
      's.yaml:5:18: load.clients: that would be about 720,000 million requests, and a run has 100 million at most',
    ],
  ])('%s', async (_, load, code, message) => {
    expect(await problemOf(withTwoSteps(`load: ${load}`))).toEqual({ code, message });
  });

  it.each([
    '{ rate: 80/s, requests: 401, warmup: 5s }',
    '{ rate: 10/s, arrivals: constant, requests: 4, warmup: 250ms }',
    '{ clients: 5, requests: 6, warmup: 1ms }',
    '{ clients: 5, requests: 5 }',
  ])('but not %s: some are counted', async (load) => {
    const { load: resolved } = await read(withTwoSteps(`load: ${load}`));
    expect(resolved.requests).toBeGreaterThan(0);
  });
});

it('several problems are told together, ten of them', async () => {
  const { message } = await problemOf(withTwoSteps(`look: [${'1, '.repeat(20)}]`));
  const told = message.split('\n');
  expect(told[0]).toBe('s.yaml:5:8: look[0]: found `1`, expected a text');
  expect(told[1]).toBe('and 19 more:');
  expect(told).toHaveLength(12);
  expect(told.at(-1)).toBe('  …');
});

function lines(count: number, line: (n: number) => string): string {
  return `${Array.from({ length: count }, (_, n) => line(n)).join('\n')}\n`;
}
