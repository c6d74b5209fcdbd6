import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Measurements } from '../../src/measure/measurements.js';
import { addressOf, readDatabase } from '../../src/real/postgres/address.js';
import { checkDatabase, makeTable } from '../../src/real/postgres/reach.js';
import { findPostgres } from '../../src/real/postgres/programs.js';
import { PostgresServer } from '../../src/real/postgres/server.js';
import { openStore } from '../../src/real/postgres/store.js';
import { checkRequirements } from '../../src/real/requirements.js';
import { constant, scenario } from '../support/scenario.js';
import { compareForReal, isAlive, processesOf, runCommand, startCommand, until } from './processes.js';
import { freePort } from './server.js';

const isMissing = findPostgres() === undefined;
const HOW_TO_GET_IT = 'PostgreSQL is missing: apt-get install postgresql';
const SHORT = [
  ...['--modes', 'shared-database', '--no-control'],
  ...['--set', 'load.duration=6s', '--set', 'load.warmup=1s'],
];

/** What becomes of requests hangs on luck alone; when it does, and who has waited so long for an answer, on the machine. */
function endsOf({ requests, services }: Measurements): Record<string, unknown> {
  const { accepted, refused } = requests.outcomes;
  return {
    offered: requests.offered,
    completed: accepted.completed + refused.completed,
    declined: accepted.declined + refused.declined,
    nothing: accepted.nothing + refused.nothing,
    effects: Object.entries(services)
      .filter(([name]) => name !== 'database')
      .map(([name, { effects }]) => `${name}: ${effects}`),
  };
}

function doubledIn({ services }: Measurements): number {
  return Object.values(services).reduce((sum, { doubleEffects }) => sum + doubleEffects, 0);
}

function fail(problem: Error): never {
  throw problem;
}

/** Folders of database servers that runs of their own have left. */
function foldersLeft(): string[] {
  return readdirSync('/tmp').filter((name) => name.startsWith('coupling-demo-db-'));
}

function folderOf({ config }: PostgresServer): string {
  return String(config.host);
}

async function schemasOf({ config }: PostgresServer): Promise<string[]> {
  const client = new Client(config);
  await client.connect();
  const { rows } = await client.query<{ nspname: string }>(
    "select nspname from pg_namespace where nspname like 'coupling%'",
  );
  await client.end();
  return rows.map(({ nspname }) => nspname);
}

/** A run is going on in it. */
async function hasCommits(server: PostgresServer): Promise<boolean> {
  const [schema] = await schemasOf(server);
  if (schema === undefined) return false;
  const client = new Client(server.config);
  await client.connect();
  // The schema is made before its tables.
  const found = await client.query(`select 1 from ${schema}.commits limit 1`).catch(() => ({ rowCount: 0 }));
  await client.end();
  return found.rowCount === 1;
}

describe.skipIf(isMissing)(`the shared database for real (skipped where ${HOW_TO_GET_IT})`, () => {
  test('a healthy run does what its simulation does, effect by effect, and leaves nothing', async () => {
    const { comparison, left } = await compareForReal(['healthy', ...SHORT]);
    const real = comparison.modes['shared-database'] as Measurements;
    const simulated = comparison.simulated?.['shared-database'] as Measurements;
    expect(real.requests.offered).toBeGreaterThan(200);
    expect(endsOf(real)).toEqual(endsOf(simulated));
    expect(doubledIn(real)).toBe(0);
    expect(real.end.reason).toBe('quiet');
    // Commits, and polls about as often as simulated.
    const { attempts } = real.services.database!;
    expect(attempts).toBeGreaterThan(0.7 * simulated.services.database!.attempts);
    expect(left).toEqual([]);
  });

  test.each([
    ['a service', ['--crash', 'payment@3s+500ms']],
    ['the database', ['--crash', 'database@3s+500ms']],
  ])('when %s is killed, nothing that was accepted is lost, and nothing is done twice', async (_, fault) => {
    const { comparison, left } = await compareForReal(['healthy', ...SHORT, ...fault]);
    const real = comparison.modes['shared-database'] as Measurements;
    const { completed, declined } = real.requests.outcomes.accepted;
    // On a busy machine many callers do not wait for their answer: that is no loss.
    expect(real.requests.accepted).toBeGreaterThan(50);
    expect(completed + declined).toBe(real.requests.accepted);
    expect(doubledIn(real)).toBe(0);
    expect(real.cascades.length).toBeGreaterThan(0);
    expect(left).toEqual([]);
  });

  test('a service that begins anew while the database is away waits for it, and the run goes on', async () => {
    const { comparison } = await compareForReal([
      'healthy',
      ...SHORT,
      ...['--set', 'load.duration=9s', '--set', 'load.rate=40/s'],
      ...['--crash', 'orders@2s+300ms', '--crash', 'database@1500ms+6s'],
    ]);
    const { requests, services, end } = comparison.modes['shared-database'] as Measurements;
    const { completed, declined } = requests.outcomes.accepted;
    expect(end.reason).toBe('quiet');
    expect(services.orders!.failures.inherited).toBeGreaterThan(0);
    expect(requests.accepted).toBeGreaterThan(0);
    expect(completed + declined).toBe(requests.accepted);
  });

  test('when the database is killed again and again, all ends are known, and none is counted twice', async () => {
    const { comparison } = await compareForReal([
      'healthy',
      ...SHORT,
      ...['--set', 'load.rate=120/s', '--set', 'database.latency=1ms', '--set', 'database.pollInterval=10ms'],
      ...['--crash', 'database@2s+400ms', '--crash', 'database@3500ms+400ms', '--crash', 'database@5s+400ms'],
    ]);
    const { requests, end } = comparison.modes['shared-database'] as Measurements;
    const { accepted, refused } = requests.outcomes;
    expect(end.reason).toBe('quiet');
    expect(accepted.completed + accepted.declined).toBe(requests.accepted);
    // Who was told of a failure while the commit took place is counted once, as completed.
    expect(refused.inFlight).toBe(0);
  });

  test('killed while its database begins, the command leaves neither server nor folder', async () => {
    const before = foldersLeft();
    const command = startCommand(['run', 'healthy', '--real', ...SHORT], '/tmp');
    expect(await until(() => foldersLeft().length > before.length, 20_000)).toBe(true);
    const all = processesOf(command.pid ?? 0);
    command.kill('SIGKILL');
    expect(await until(() => !all.some(isAlive), 20_000)).toBe(true);
    expect(await until(() => foldersLeft().every((name) => before.includes(name)), 2000)).toBe(true);
  });

  test('a claim of which nobody has heard is none: the row is there for the next one, as if for the first time', async () => {
    const server = await PostgresServer.begin((reason) => {
      throw new Error(reason);
    });
    try {
      const address = { config: server.config, schema: 'test' };
      await makeTable(address);
      const store = await openStore(address, 2, fail);
      const header = { key: 1, begunAt: 0, counted: true };
      const next = [{ step: 1, inputs: 1, attempt: 7 }];
      await store.commit({
        ...header,
        attempt: 1,
        row: null,
        step: 0,
        isDone: true,
        isIdempotent: false,
        next,
      });
      expect(await store.claim(1, 5, 100)).toMatchObject([{ attempt: 7, claims: 0 }]);
      expect(await store.claim(1, 5, 101)).toEqual([]);
      await store.unclaim(100);
      expect(await store.claim(1, 5, 102)).toMatchObject([{ attempt: 7, claims: 0 }]);
      // Somebody has claimed it since.
      await store.unclaim(100);
      expect(await store.claim(1, 5, 103)).toEqual([]);
    } finally {
      await server.end();
    }
  });

  test('after kill -9 of the command, neither server nor folder is left', async () => {
    const before = foldersLeft();
    const command = startCommand(['run', 'healthy', '--real', ...SHORT], '/tmp');
    const id = command.pid ?? 0;
    // Keeper, six services, the server and its own processes.
    expect(await until(() => processesOf(id).length >= 12, 20_000)).toBe(true);
    const all = processesOf(id);
    command.kill('SIGKILL');
    expect(await until(() => !all.some(isAlive), 5000)).toBe(true);
    expect(await until(() => foldersLeft().every((name) => before.includes(name)), 2000)).toBe(true);
  });

  describe("the user's own", () => {
    let server: PostgresServer;
    let url: string;

    beforeEach(async () => {
      server = await PostgresServer.begin((reason) => {
        throw new Error(reason);
      });
      url = `postgres://run@/postgres?host=${encodeURIComponent(folderOf(server))}`;
    });

    afterEach(async () => {
      await server.end();
    });

    test('carries a run, whose schema is gone afterwards', async () => {
      const { code, stderr, left } = await runCommand(
        ['run', 'healthy', '--real', '--database', url, ...SHORT, '--format', 'json'],
        {},
      );
      expect(`${code} ${stderr}`).toMatch(/^0 /);
      expect(left).toEqual([]);
      expect(await schemasOf(server)).toEqual([]);
    });

    test('has no schema of a run whose command was killed', async () => {
      const command = startCommand(['run', 'healthy', '--real', '--database', url, ...SHORT], '/tmp');
      for (let n = 0; n < 300 && (await schemasOf(server)).length === 0; n += 1) await sleep(100);
      expect(await schemasOf(server)).toHaveLength(1);
      const all = processesOf(command.pid ?? 0);
      command.kill('SIGKILL');
      expect(await until(() => !all.some(isAlive), 10_000)).toBe(true);
      expect(await schemasOf(server)).toEqual([]);
    });

    test('that goes away for good ends the run, and its schema is named', async () => {
      const { code, stderr } = await runCommand(
        ['run', 'healthy', '--real', '--database', url, ...SHORT, '--set', 'load.duration=60s'],
        {},
        async () => {
          for (let n = 0; n < 300 && !(await hasCommits(server)); n += 1) await sleep(100);
          await server.end();
        },
      );
      expect(`${code} ${stderr}`).toMatch(
        /^3 [^]*the database at postgres:\/\/\/postgres\?host=\S+ cannot be reached.*drop schema coupling_demo_\w+ cascade/,
      );
    });

    test('says what is wrong with a login, a right or a limit', async () => {
      const folder = folderOf(server);
      const client = new Client(server.config);
      await client.connect();
      await client.query("create role limited login connection limit 2 password 'word'");
      await expect(checkDatabase(url.replace('run@', 'nobody_of_the_name@'))).rejects.toThrow(/refuses us/);
      const limited = url.replace('run@', 'limited@');
      await expect(makeTable(addressOf(limited))).rejects.toThrow(/does not let us make a schema/);
      await expect(openStore(addressOf(limited), 16, fail)).rejects.toThrow(/has too few connections for us/);
      writeFileSync(join(folder, 'data', 'pg_hba.conf'), 'local all all scram-sha-256\n');
      await client.query('select pg_reload_conf()');
      await client.end();
      await sleep(200);
      await expect(checkDatabase(limited)).rejects.toThrow(/asks for a password: put it into PGPASSWORD/);
    });

    test('is not killed for a run', async () => {
      const shared = scenario({
        services: { one: { latency: constant('1ms') } },
        steps: [{ name: 'one', service: 'one' }],
        load: { duration: '1s', rate: '10/s' },
      });
      const crash = {
        ...shared,
        modes: ['shared-database'],
        faults: [{ kind: 'crash', target: 'database' } as const],
      };
      await expect(checkRequirements(crash, { database: url })).rejects.toThrow(
        /crash of database: your own database is not touched; leave --database and DATABASE_URL out/,
      );
    });
  });

  test('that is not there is named, without its secrets', async () => {
    const port = await freePort();
    await expect(checkDatabase(`postgres://me:secret@127.0.0.1:${port}/test`)).rejects.toThrow(
      `the database at postgres://127.0.0.1:${port}/test cannot be reached: nothing listens there (or leave --database out)`,
    );
  });
});

describe('where the database is', () => {
  test('is said by the flag, else by the environment; a password comes from the environment alone', () => {
    expect(readDatabase(undefined, {})).toBeUndefined();
    expect(readDatabase(undefined, { DATABASE_URL: 'postgres://me:word@one/test' })).toBe(
      'postgres://me:word@one/test',
    );
    expect(readDatabase('postgresql://me@one/test', { DATABASE_URL: 'postgres://two' })).toBe(
      'postgresql://me@one/test',
    );
    for (const secret of ['postgres://me:word@one/test', 'postgres://me@one/test?password=word'])
      expect(() => readDatabase(secret, {})).toThrow(/can be read by everybody/);
  });

  test('may be a socket; a DATABASE_URL of another kind is for other programs', () => {
    const socket = 'postgres://me@/test?host=/var/run/postgresql';
    expect(readDatabase(socket, {})).toBe(socket);
    expect(readDatabase(undefined, { DATABASE_URL: 'mysql://me:word@one/test' })).toBeUndefined();
    expect(() => readDatabase(undefined, { DATABASE_URL: 'one' })).toThrow(/DATABASE_URL: not the address/);
  });

  test.each(['', 'one', 'mysql://one/test'])('is refused where it is no address: %j', (text) => {
    expect(() => readDatabase(text, {})).toThrow(/--database: not the address of a database/);
  });
});

test('where there is no PostgreSQL, the line that installs one is said', async () => {
  const shared = scenario({
    services: { one: { latency: constant('1ms') } },
    steps: [{ name: 'one', service: 'one' }],
    load: { duration: '1s', rate: '10/s' },
  });
  await expect(
    checkRequirements({ ...shared, modes: ['shared-database'] }, {}, () => undefined),
  ).rejects.toThrow(/PostgreSQL is not installed.*apt-get install postgresql/);
});
