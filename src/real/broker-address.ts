import { readFileSync } from 'node:fs';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, credsAuthenticator, errors, type NatsConnection } from '@nats-io/transport-node';
import { UsageProblem } from '../scenario/problems.js';
import { RealProblem } from './problem.js';

/** Where a broker is, and how it lets a run in. Whoever is given one is trusted with the secret in it. */
export interface Broker {
  /** One URL or several, of one cluster. */
  servers: string[];
  token?: string;
  user?: string;
  password?: string;
  /** The text of a credentials file. */
  creds?: string;
}

/** A broker, and what the run's stream there is called; its subjects begin with that, too. */
export interface BrokerAddress extends Broker {
  stream: string;
}

/** A user's broker that does not answer for so long is not waited for. Milliseconds. */
const PATIENCE = 3000;

/**
 * The user's own broker: `--broker`, else `NATS_URL`; its secret is in `--creds`, `NATS_TOKEN` or the URL of `NATS_URL`.
 *
 * @returns `undefined` where a broker of the run's own is to be started
 * @throws {UsageProblem} for what is no address of a broker, and for a secret where everybody can read it
 */
export function readBroker(
  { broker, creds }: { broker?: string; creds?: string },
  { NATS_URL: fromOutside, NATS_TOKEN: token }: Readonly<Record<string, string | undefined>>,
): Broker | undefined {
  const isGiven = broker !== undefined;
  const name = isGiven ? '--broker' : 'NATS_URL';
  const text = isGiven ? broker : (fromOutside ?? '');
  if (text === '' && !isGiven) {
    if (creds !== undefined)
      throw new UsageProblem(
        'creds-of-what',
        '--creds: goes with --broker or NATS_URL: whose credentials are they?',
      );
    return undefined;
  }
  const urls = text.split(',').map((part) => readUrl(part.trim(), name));
  const [secret] = urls.filter(({ username, password }) => username !== '' || password !== '');
  if (secret !== undefined && isGiven) {
    throw new UsageProblem(
      'secret-in-argument',
      '--broker: a user or password in an argument can be read by everybody (ps): put it into NATS_URL, NATS_TOKEN or --creds',
    );
  }
  return {
    servers: urls.map(({ protocol, host }) => `${protocol}//${host}`),
    ...loginOf(secret),
    ...(token === undefined || token === '' ? {} : { token }),
    ...(creds === undefined ? {} : { creds: readCreds(creds) }),
  };
}

function readUrl(text: string, name: string): URL {
  const whole = text.includes('://') ? text : `nats://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url === undefined || url.hostname === '' || !['nats:', 'tls:'].includes(url.protocol)) {
    throw new UsageProblem(
      'no-broker-url',
      `${name}: not the address of a broker, such as nats://127.0.0.1:4222`,
    );
  }
  return url;
}

/** NATS has tokens where others have a user alone. */
function loginOf(url: URL | undefined): Partial<Broker> {
  if (url === undefined) return {};
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  return password === '' ? { token: user } : { user, password };
}

function readCreds(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageProblem('no-creds', `--creds: the file cannot be read (${codeOf(error)})`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

/**
 * A broker that is killed while it lets us in leaves the client waiting for its greeting, and 20 s are its default. Milliseconds.
 */
const GREETED_WITHIN = 1000;

/** Connects to a broker that is known to be there, and stays connected whatever becomes of it. */
export function connectTo(broker: Broker): Promise<NatsConnection> {
  return connect({
    ...optionsOf(broker),
    timeout: GREETED_WITHIN,
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 50,
    reconnectJitter: 0,
    pingInterval: 600_000,
  });
}

function optionsOf({
  servers,
  token,
  user,
  password,
  creds,
}: Broker): Parameters<typeof connect>[0] & object {
  return {
    servers,
    noAsyncTraces: true,
    ...(token === undefined ? {} : { token }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { pass: password }),
    ...(creds === undefined ? {} : { authenticator: credsAuthenticator(new TextEncoder().encode(creds)) }),
    ...(servers.some((url) => url.startsWith('tls:')) ? { tls: {} } : {}),
  };
}

/**
 * Asks a broker whether it is there, lets us in, and keeps streams.
 *
 * @throws {RealProblem} where it does not: which broker, and what to do
 */
export async function checkBroker(broker: Broker): Promise<void> {
  await withBroker(broker, async (manager) => {
    await manager.getAccountInfo();
  });
}

/** @throws {RealProblem} where it cannot be reached, refuses us, or keeps no streams */
export async function withBroker(
  broker: Broker,
  use: (manager: JetStreamManager) => Promise<void>,
): Promise<void> {
  let connection: NatsConnection | undefined;
  try {
    connection = await connect({ ...optionsOf(broker), timeout: PATIENCE, reconnect: false });
    await use(await jetstreamManager(connection, { checkAPI: false, timeout: PATIENCE }));
  } catch (error) {
    throw new RealProblem(`the broker at ${broker.servers.join(', ')} ${describe(error)}`);
  } finally {
    await connection?.close();
  }
}

function describe(error: unknown): string {
  const all = [error, ...causesOf(error)];
  if (
    all.some(
      (one) =>
        one instanceof errors.AuthorizationError || one instanceof errors.UserAuthenticationExpiredError,
    )
  )
    return 'refuses us: check NATS_TOKEN, --creds, or the user in NATS_URL';
  if (all.some((one) => one instanceof Error && one.name.includes('JetStreamNotEnabled')))
    return 'has no JetStream: start it with nats-server -js';
  if (all.some((one) => one instanceof errors.PermissionViolationError))
    return 'does not let us make streams: the account needs the JetStream API ($JS.API.>)';
  const code = all.map(codeOf).find((one) => /^E[A-Z]+$/.test(one));
  if (code === 'ECONNREFUSED')
    return 'cannot be reached: nothing listens there (start nats-server -js, or leave --broker out)';
  const [message = ''] = all
    .map((one) => (one instanceof Error ? one.message : String(one)))
    .filter((one) => one !== '');
  return `cannot be reached: ${code ?? message}`;
}

function causesOf(error: unknown): unknown[] {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? [] : [cause, ...causesOf(cause)];
}
