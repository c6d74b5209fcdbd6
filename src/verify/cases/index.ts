import type { Case } from '../case.js';
import { coupling } from './coupling.js';
import { delivery } from './delivery.js';
import { guards } from './guards.js';
import { limits } from './limits.js';
import { queues } from './queues.js';
import { retries } from './retries.js';
import { storms } from './storms.js';
import { tails } from './tails.js';

/** Every published result, in the order of its key. */
export const CASES: readonly Case[] = [
  ...queues,
  ...coupling,
  ...limits,
  ...tails,
  ...retries,
  ...storms,
  ...delivery,
  ...guards,
].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
