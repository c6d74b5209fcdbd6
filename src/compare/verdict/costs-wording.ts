import { OUTCOMES } from '../../measure/outcomes.js';
import { formatAbout } from '../quantities.js';
import { list } from '../words.js';
import type { Cost } from './findings.js';

/** `27 processed twice and 3 partial failures`. */
export function sayCosts(costs: readonly Cost[]): string {
  const each = costs.map(sayCost);
  // Some have commas of their own.
  return each.length < 3 ? list(each) : each.join('; ');
}

function sayCost({ of, count }: Cost): string {
  switch (of) {
    case 'doubleEffects':
      return formatAbout(count, 'processed twice', 'processed twice');
    case 'outOfOrder':
      return formatAbout(count, 'out-of-order delivery', 'out-of-order deliveries');
    case 'deadLettered':
      return formatAbout(count, 'dead-lettered', 'dead-lettered');
    case 'lostEvents':
      return formatAbout(count, 'event lost', 'events lost');
    case 'late':
      return formatAbout(count, 'completed after the objective', 'completed after the objective');
    default:
      return formatAbout(count, OUTCOMES[of].one, OUTCOMES[of].many);
  }
}
