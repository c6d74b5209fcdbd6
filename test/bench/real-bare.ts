/**
 * What a real run does with nothing of ours in it, in as many processes: the clients, a server, a broker. Processes of their
 * own, started with the role that they play.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createProbe } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Pool } from 'undici';
import { findProgram } from '../../src/real/programs.js';

/** As large as what our processes send each other. */
const CALL = {
  key: 123_456,
  begunAt: 12_345.678_901,
  counted: true,
  step: 0,
  missing: [],
  call: 123_456_789,
  tries: 1,
  sent: 12_345.678_901,
  arrives: 12_345.678_901,
};
const ANSWER = { answer: { state: 'done' }, at: 12_345.678_901, way: 0.123_456_789 };
const STREAM = 'bench';

/** Calls per second that so many clients get answered, each of which asks again as soon as it is. */
export async function bareCalls(clients: number, time: number): Promise<number> {
  const server = await start('server', '0');
  try {
    return await callFor(server.port, clients, time);
  } finally {
    server.child.kill('SIGKILL');
  }
}

/** The same with an event for each call, published by the server and taken by a consumer: events per second. */
export async function bareEvents(clients: number, time: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'cd-bench-'));
  const broker = await freePort();
  const config = join(folder, 'broker.conf');
  writeFileSync(config, `listen: "127.0.0.1:${broker}"\njetstream { store_dir: "${folder}/store" }\n`);
  const children = [spawn(findProgram('nats-server') ?? '', ['-c', config], { stdio: 'ignore' })];
  try {
    const connection = await reach(broker);
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: STREAM, subjects: [`${STREAM}.>`] });
    await manager.consumers.add(STREAM, {
      durable_name: 'one',
      ack_policy: AckPolicy.Explicit,
      max_ack_pending: -1,
    });
    const server = await start('publisher', String(broker));
    const consumer = await start('consumer', String(broker));
    children.push(server.child, consumer.child);
    await callFor(server.port, clients, time / 4);
    const taken = (): Promise<number> =>
      new Promise((resolve) => {
        consumer.child.once('message', (message) => {
          resolve(message as number);
        });
        consumer.child.send('count');
      });
    const before = await taken();
    await callFor(server.port, clients, time);
    const count = (await taken()) - before;
    await connection.close();
    return (count / time) * 1000;
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function callFor(port: number, clients: number, time: number): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: null, pipelining: 1 });
  const begun = performance.now();
  let count = 0;
  const ask = async (): Promise<void> => {
    while (performance.now() - begun < time) {
      const { body } = await pool.request({ path: '/', method: 'POST', body: JSON.stringify(CALL) });
      await body.json();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, ask));
  await pool.close();
  return (count / time) * 1000;
}

function start(role: string, broker: string): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(fileURLToPath(import.meta.url), [role, broker]);
  return new Promise((resolve) => {
    child.once('message', (port) => {
      resolve({ child, port: port as number });
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createProbe();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

function reach(port: number | string): Promise<NatsConnection> {
  return connect({
    servers: `nats://127.0.0.1:${port}`,
    noAsyncTraces: true,
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 50,
  });
}

async function serve(broker: string): Promise<void> {
  const client = broker === '0' ? undefined : jetstream(await reach(broker));
  let published = 0;
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      const call = JSON.parse(text) as typeof CALL;
      published += 1;
      void client?.publish(`${STREAM}.0`, JSON.stringify(call), { msgID: String(published) });
      response.end(JSON.stringify(ANSWER));
    });
  });
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
  });
}

async function consume(broker: string): Promise<void> {
  const consumer = await jetstream(await reach(broker)).consumers.get(STREAM, 'one');
  const messages = await consumer.consume({ max_messages: 1000, expires: 30_000 });
  let count = 0;
  process.on('message', () => process.send?.(count));
  process.send?.(0);
  for await (const message of messages) {
    message.json();
    message.ack();
    count += 1;
  }
}

const [, , role, broker = '0'] = process.argv;
if (role === 'server' || role === 'publisher') await serve(broker);
else if (role === 'consumer') await consume(broker);
