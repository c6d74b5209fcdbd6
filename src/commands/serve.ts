import { setTimeout as sleep } from 'node:timers/promises';
import { PROCESS } from '../paths.js';
import { checkBroker, readBroker } from '../real/broker-address.js';
import { readListen } from '../real/machines/listen.js';
import { Served, unknownServices } from '../real/machines/serve.js';
import { loadScenario } from '../scenario/load.js';
import { printable } from '../scenario/printable.js';
import { UsageProblem } from '../scenario/problems.js';
import type { ServeFlags } from '../flags/commands.js';
import { exitCodeOf } from './exit.js';
import type { Io } from './io.js';
import { readVersion } from '../library/version.js';

/** How often it is looked whether someone has asked for the end. Milliseconds. */
const LOOK = 100;

/**
 * Lends this machine to runs that are driven from another: it starts the named services for whoever asks at the broker,
 * until it is interrupted.
 *
 * @throws {UsageProblem} for services that the scenario does not have, and for what cannot be meant
 * @throws {RealProblem} where the broker cannot be reached
 */
export async function serve(
  name: string,
  services: readonly string[],
  { listen, ...flags }: ServeFlags,
  io: Io,
): Promise<number> {
  const scenario = await loadScenario(name);
  const [unknown] = unknownServices(scenario, services);
  if (unknown !== undefined) {
    const all = Object.keys(scenario.services).map((one) => printable(one));
    throw new UsageProblem(
      'unknown-service',
      `${printable(name)} has no service \`${printable(unknown)}\`: it has ${all.join(', ')}`,
    );
  }
  const broker = readBroker(flags, io.env);
  if (broker === undefined) {
    throw new UsageProblem('serve-where', 'serve: name the broker with --broker or NATS_URL');
  }
  const at = readListen(listen, broker);
  await checkBroker(broker);
  const say = (line: string): void => {
    io.stderr.write(`${printable(line)}\n`);
  };
  const served = await Served.begin({
    broker,
    services: [...new Set(services)],
    listen: at,
    entry: PROCESS,
    version: readVersion(),
    say,
  });
  say(`serves ${services.join(', ')} at ${broker.servers.join(', ')}, listens on ${at.host}; Ctrl-C ends it`);
  let interrupt = io.interrupted();
  for (; interrupt === undefined; interrupt = io.interrupted()) await sleep(LOOK);
  await served.end();
  return exitCodeOf(interrupt);
}
