import { isIP } from 'node:net';
import { UsageProblem } from '../../scenario/problems.js';
import type { Broker } from '../broker-address.js';
import { type Listen, LOOPBACK } from '../host.js';

/**
 * Where services listen: `--listen 10.0.0.5` or `--listen 10.0.0.5:7000`, from that port on.
 *
 * @throws {UsageProblem} for what is no address, and beyond loopback for a broker that lets in anybody: what calls have to
 * carry would be known to anybody, too
 */
export function readListen(text: string | undefined, broker: Broker): Listen {
  if (text === undefined) return LOOPBACK;
  const [, host = '', port = '0'] = /^([^:]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const isAddress = isIP(host) === 4 && host !== '0.0.0.0' && Number(port) < 65_536;
  if (!isAddress) {
    throw new UsageProblem(
      'no-listen-address',
      '--listen: not an address of this machine that others can reach, such as 10.0.0.5 or 10.0.0.5:7000',
    );
  }
  const hasSecret = broker.token !== undefined || broker.user !== undefined || broker.creds !== undefined;
  if (!host.startsWith('127.') && !hasSecret) {
    throw new UsageProblem(
      'listen-to-anybody',
      '--listen: beyond loopback the broker has to be one that asks who we are (NATS_TOKEN or --creds)',
    );
  }
  return { host, port: Number(port) };
}
