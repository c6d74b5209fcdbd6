import pg from 'pg';
import type { DatabaseAddress } from './address.js';
import type { Prepared } from './connections.js';

/**
 * What the services share. `work` has what was committed: an idempotent step's is there once. `rows` is the table of work: a
 * row is claimed, freed or ended, and never removed. `joins` has what has come for a step that waits for several events.
 */
function tablesOf(schema: string): string {
  return `
CREATE SCHEMA ${schema};
CREATE TABLE ${schema}.work (
  attempt bigint PRIMARY KEY, step integer NOT NULL, key bigint NOT NULL, once boolean NOT NULL
);
CREATE UNIQUE INDEX work_once ON ${schema}.work (step, key) WHERE once;
CREATE TABLE ${schema}.joins (
  step integer, key bigint, inputs integer[] NOT NULL, PRIMARY KEY (step, key)
);
CREATE TABLE ${schema}.rows (
  id bigserial PRIMARY KEY, step integer NOT NULL, key bigint NOT NULL,
  begun double precision NOT NULL, counted boolean NOT NULL,
  attempt bigint NOT NULL, inserted_by bigint NOT NULL, ready_at double precision NOT NULL,
  is_claimed boolean NOT NULL DEFAULT false, claims integer NOT NULL DEFAULT 0, wait double precision NOT NULL DEFAULT 0,
  ended text, ended_by bigint
);
CREATE INDEX rows_ready ON ${schema}.rows (step, ready_at, id) WHERE ended IS NULL AND NOT is_claimed;
CREATE INDEX rows_open ON ${schema}.rows (step) WHERE ended IS NULL;
CREATE INDEX rows_by ON ${schema}.rows (inserted_by);
CREATE INDEX rows_ended_by ON ${schema}.rows (ended_by) WHERE ended_by IS NOT NULL;

-- One transaction: the end of a row, the effect of the work on it, and rows for the steps that wait for it.
CREATE FUNCTION ${schema}.finish(given json) RETURNS json LANGUAGE plpgsql AS $body$
DECLARE
  next json;
  there integer;
  inserted bigint[] := '{}';
BEGIN
  IF given->>'row' IS NOT NULL THEN
    UPDATE ${schema}.rows SET ended = given->>'outcome', ended_by = (given->>'attempt')::bigint, is_claimed = false
      WHERE id = (given->>'row')::bigint AND ended IS NULL;
    IF NOT FOUND THEN RETURN json_build_object('isGone', true, 'inserted', inserted); END IF;
  END IF;
  IF NOT (given->>'hasEffect')::boolean THEN RETURN json_build_object('isGone', false, 'inserted', inserted); END IF;
  INSERT INTO ${schema}.work VALUES
    ((given->>'attempt')::bigint, (given->>'step')::integer, (given->>'key')::bigint, (given->>'once')::boolean)
    ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN json_build_object('isGone', false, 'inserted', inserted); END IF;
  FOR next IN SELECT * FROM json_array_elements(given->'next') LOOP
    IF (next->>'inputs')::integer > 1 THEN
      -- Two that come at once wait for each other here: the second sees both.
      INSERT INTO ${schema}.joins AS known VALUES
        ((next->>'step')::integer, (given->>'key')::bigint, ARRAY[(given->>'step')::integer])
        ON CONFLICT (step, key) DO UPDATE SET inputs = known.inputs || excluded.inputs
        WHERE NOT known.inputs @> excluded.inputs
        RETURNING cardinality(inputs) INTO there;
      IF NOT FOUND OR there < (next->>'inputs')::integer THEN CONTINUE; END IF;
    END IF;
    INSERT INTO ${schema}.rows (step, key, begun, counted, attempt, inserted_by, ready_at) VALUES
      ((next->>'step')::integer, (given->>'key')::bigint, (given->>'begun')::double precision,
       (given->>'counted')::boolean, (next->>'attempt')::bigint, (given->>'attempt')::bigint, (given->>'at')::double precision);
    inserted := inserted || (next->>'attempt')::bigint;
  END LOOP;
  RETURN json_build_object('isGone', false, 'inserted', inserted);
END $body$;
`;
}

/** The statements of a run. Numbers travel as doubles: all of them are below 2^53. */
export interface Sql {
  finish: Prepared;
  claim: Prepared;
  /** A row that was worked on may be claimed again. */
  free: Prepared;
  /** A row is given up. */
  giveUp: Prepared;
  /** Claims of whose answers nobody has heard are none. */
  forget: Prepared;
  /** Rows on which somebody has worked who was killed. */
  begun: Prepared;
  /** What has become of attempts whose transaction may have been committed. */
  look: Prepared;
}

const COLUMNS =
  'id::float8, key::float8, begun, counted, attempt::float8, ready_at AS "readyAt", is_claimed AS "isClaimed", claims, wait';

/** A row as it is read. */
export interface StoredRow {
  id: number;
  step: number;
  key: number;
  begun: number;
  counted: boolean;
  attempt: number;
  readyAt: number;
  isClaimed: boolean;
  claims: number;
  wait: number;
}

/** What `finish` has to say. */
export interface Finished {
  /** The row was ended by somebody else: nothing is done. */
  isGone: boolean;
  /** The attempts that will work on the rows that are there now. */
  inserted: number[];
}

/** What `look` finds, one thing a row. */
export interface Found {
  what: 'work' | 'inserted' | 'ended';
  /** The attempt that has done it. */
  by: number;
  /** Of a row, the one that will work on it, or has. */
  attempt: number;
  id: number;
  step: number;
  key: number;
  begun: number;
  counted: boolean;
  outcome: string;
}

export function sqlOf(schema: string): Sql {
  return {
    finish: { name: 'finish', text: `SELECT ${schema}.finish($1::json) AS finished` },
    claim: {
      name: 'claim',
      text: `
        WITH ready AS (
          SELECT id FROM ${schema}.rows
          WHERE step = $1 AND ended IS NULL AND NOT is_claimed AND ready_at <= $2
          ORDER BY ready_at, id LIMIT $3
          FOR UPDATE SKIP LOCKED
        ), claimed AS (
          UPDATE ${schema}.rows SET is_claimed = true, claims = claims + 1 FROM ready
          WHERE rows.id = ready.id RETURNING rows.*
        )
        SELECT step, ${COLUMNS} FROM claimed ORDER BY ready_at, id`,
    },
    free: {
      name: 'free',
      text: `UPDATE ${schema}.rows SET is_claimed = false, attempt = $2, ready_at = $3, wait = $4
        WHERE id = $1 AND ended IS NULL`,
    },
    giveUp: {
      name: 'giveUp',
      text: `UPDATE ${schema}.rows SET ended = 'dead', is_claimed = false WHERE id = $1 AND ended IS NULL`,
    },
    forget: {
      name: 'forget',
      text: `UPDATE ${schema}.rows SET is_claimed = false, claims = claims - 1
        WHERE step = $1 AND is_claimed AND ended IS NULL AND id <> ALL ($2::bigint[])`,
    },
    begun: {
      name: 'begun',
      text: `SELECT step, ${COLUMNS} FROM ${schema}.rows
        WHERE step = ANY ($1::integer[]) AND ended IS NULL AND claims > 0 ORDER BY ready_at, id`,
    },
    look: {
      name: 'look',
      text: `
        SELECT 'work' AS what, attempt::float8 AS by, attempt::float8, 0 AS id, step, key::float8,
            0 AS begun, false AS counted, 'done' AS outcome
          FROM ${schema}.work WHERE attempt = ANY ($1::bigint[])
        UNION ALL
        SELECT 'inserted', inserted_by::float8, attempt::float8, id::float8, step, key::float8, begun, counted, 'done'
          FROM ${schema}.rows WHERE inserted_by = ANY ($1::bigint[])
        UNION ALL
        SELECT 'ended', ended_by::float8, attempt::float8, id::float8, step, key::float8, begun, counted, ended
          FROM ${schema}.rows WHERE ended_by = ANY ($1::bigint[])`,
    },
  };
}

/** Makes the schema of a run. */
export async function makeSchema(address: DatabaseAddress): Promise<void> {
  await withClient(address, async (client) => {
    await client.query(tablesOf(address.schema));
  });
}

/** Removes it from a database that goes on without it. */
export async function dropSchema(address: DatabaseAddress): Promise<void> {
  await withClient(address, async (client) => {
    await client.query(`DROP SCHEMA IF EXISTS ${address.schema} CASCADE`);
  });
}

/** One connection, for as long as it is used. */
export async function withClient<T>(
  { url }: { url: string },
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3000,
    application_name: 'coupling-demo',
  });
  // Whoever uses it hears of it by what it asks for.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
