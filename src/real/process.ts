import { host, type HostOrders } from './host.js';
import { keep, type KeeperOrders } from './keeper.js';

// A process of a real run: it is told what to be by whoever has started it, and ends with the channel to it.
const tell = (message: object): void => {
  if (process.connected) process.send?.(message);
};
const isKeeper = process.argv[2] === 'keeper';

process.once('message', (orders: HostOrders | KeeperOrders) => {
  if (isKeeper) {
    keep(orders as KeeperOrders, tell);
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit(0));
  void host(orders as HostOrders, tell);
});
