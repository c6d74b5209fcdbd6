import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { checkBroker, connectTo, readBroker } from '../../src/real/broker-address.js';
import { HOW_TO_GET_IT, isBrokerMissing, runCommand } from './processes.js';
import { freePort, TOKEN, UserBroker } from './server.js';

let broker: UserBroker;

beforeEach(() => {
  broker = new UserBroker();
});

afterEach(() => {
  broker.end();
});

const RUN = ['run', 'healthy', '--real', '--modes', 'event', '--no-control'];

describe.skipIf(isBrokerMissing)(`the user's own broker (skipped where ${HOW_TO_GET_IT})`, () => {
  test('carries a run, whose stream is gone afterwards; journals and logs stay where they were asked for, without the secret', async () => {
    const url = await broker.start({ jetstream: true });
    const keep = join(broker.folder, 'kept');
    const short = [
      '--set',
      'load.duration=3s',
      '--set',
      'load.warmup=0s',
      '--keep',
      keep,
      '--format',
      'json',
    ];
    const { code, stdout, stderr, left } = await runCommand([...RUN, ...short], {
      NATS_URL: url,
      NATS_TOKEN: TOKEN,
    });
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    const { requests } = (JSON.parse(stdout) as Comparison).modes.event!;
    expect(requests.accepted).toBeGreaterThan(50);
    expect(requests.outcomes.accepted.completed + requests.outcomes.accepted.declined).toBe(
      requests.accepted,
    );
    expect(left).toEqual([]);

    const connection = await connectTo({ servers: [url], token: TOKEN });
    const streams = await (await jetstreamManager(connection)).streams.list().next();
    await connection.close();
    expect(streams).toEqual([]);

    const [run = ''] = readdirSync(keep);
    const files = readdirSync(join(keep, run));
    expect(files).toContain('0-caller.jsonl');
    expect(files.some((file) => /^\d-payment\.jsonl$/.test(file))).toBe(true);
    expect(files.some((file) => /^\d-payment\.log$/.test(file))).toBe(true);
    const kept = files.map((file) => readFileSync(join(keep, run, file), 'utf8')).join('');
    expect(`${kept}${stdout}${stderr}`).not.toContain(TOKEN);
  });

  test('keeps what is given up in a stream of its own, as long as the run goes on', async () => {
    const url = await broker.start({ jetstream: true });
    const connection = await connectTo({ servers: [url], token: TOKEN });
    const manager = await jetstreamManager(connection);
    let isOver = false;
    let most = 0;
    const watch = async (): Promise<void> => {
      for (let times = 0; times < 1000 && !isOver; times += 1) {
        const streams = await manager.streams.list().next();
        const dead = streams.find(({ config }) => config.name.endsWith('-dead'));
        most = Math.max(most, dead?.state.messages ?? 0);
        await sleep(100);
      }
    };
    const watching = watch();
    const { stdout, stderr } = await runCommand(
      [
        ...[...RUN, '--errors', 'payment=100%@1s+1s', '--set', 'load.duration=3s', '--set', 'load.warmup=0s'],
        ...['--set', 'bus.redelivery.maxDeliveries=2', '--set', 'bus.redelivery.initialDelay=10ms'],
        ...['--format', 'json'],
      ],
      { NATS_URL: url, NATS_TOKEN: TOKEN },
    );
    isOver = true;
    await watching;
    await connection.close();
    expect(stderr).not.toContain('error');
    const { services } = (JSON.parse(stdout) as Comparison).modes.event!;
    expect(services.payment!.deadLettered).toBeGreaterThan(10);
    expect(most).toBe(services.payment!.deadLettered);
  });

  test('that is killed while it lets somebody in is asked again soon', async () => {
    const url = new URL(await broker.start({ jetstream: true }));
    let times = 0;
    const doorkeeper = createServer((socket) => {
      times += 1;
      socket.on('error', () => undefined);
      const behind = connect(Number(url.port), url.hostname);
      behind.on('error', () => undefined);
      behind.pipe(socket);
      // The first one has been greeted, and gets no answer.
      if (times === 1) socket.once('data', () => socket.destroy());
      else socket.pipe(behind);
    });
    const port = await new Promise<number>((resolve) => {
      doorkeeper.listen(0, '127.0.0.1', () => {
        resolve((doorkeeper.address() as AddressInfo).port);
      });
    });
    const before = performance.now();
    const connection = await connectTo({ servers: [`nats://127.0.0.1:${port}`], token: TOKEN });
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(times).toBeGreaterThan(1);
    await connection.close();
    doorkeeper.close();
  });

  test('that refuses the token, has no JetStream or is not there is named, with exit code 3', async () => {
    const url = await broker.start({ jetstream: false });
    const wrong = await runCommand([...RUN, '--broker', url], { NATS_TOKEN: 'wrong' });
    expect(wrong.stderr).toBe(
      `error: the broker at ${url} refuses us: check NATS_TOKEN, --creds, or the user in NATS_URL\n`,
    );
    expect(wrong.code).toBe(3);
    await expect(checkBroker({ servers: [url], token: TOKEN })).rejects.toThrow(
      `the broker at ${url} has no JetStream: start it with nats-server -js`,
    );
    await expect(checkBroker({ servers: [`nats://127.0.0.1:${await freePort()}`] })).rejects.toThrow(
      /cannot be reached: nothing listens there/,
    );
  });
});

describe('where the broker is', () => {
  test('is said by the flag, else by the environment; secrets come from the environment alone', () => {
    expect(readBroker({}, {})).toBeUndefined();
    expect(readBroker({}, { NATS_URL: 'nats://me:word@one:4222, two:4223' })).toEqual({
      servers: ['nats://one:4222', 'nats://two:4223'],
      user: 'me',
      password: 'word',
    });
    expect(readBroker({ broker: 'one:4222' }, { NATS_URL: 'nats://two', NATS_TOKEN: 't' })).toEqual({
      servers: ['nats://one:4222'],
      token: 't',
    });
    expect(() => readBroker({ broker: 'nats://me:word@one:4222' }, {})).toThrow(/can be read by everybody/);
  });

  test.each([
    [{ broker: '' }, /--broker: not the address of a broker/],
    [{ broker: 'http://one:4222' }, /--broker: not the address of a broker/],
    [{ broker: 'nats://one', creds: '/nowhere/at/all' }, /--creds: the file cannot be read \(ENOENT\)/],
    [{ creds: '/nowhere/at/all' }, /--creds: goes with --broker/],
  ])('is refused where it cannot be meant: %j', (flags, message) => {
    expect(() => readBroker(flags, {})).toThrow(message);
  });
});
