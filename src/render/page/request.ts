import type { RequestShown } from '../formats.js';
import { plain } from '../text.js';
import { rowsFor, whichRequest } from '../trace-shown.js';
import { heading, named, type Part } from './context.js';
import { markup, type Markup } from './markup.js';
import { waterfall } from './waterfall.js';

/** Of many scenarios, each has room for less. */
const FEW_ROWS = 12;

/** One request that shows what the modes differ in, mode by mode on one axis of time, and why it is this one. */
export function requestSection({ comparison, id, level, isOneOfMany, request }: Part): Markup | undefined {
  if (request === undefined) return undefined;
  const { trace } = request;
  return markup`<section${named({ id, isOneOfMany }, 'request')}>${heading(level, 'One request', `${id}-request`)}<p>${choice(request)}</p>${waterfall(
    {
      trace,
      scenario: comparison.scenario,
      id: `${id}-request`,
      rows: isOneOfMany ? FEW_ROWS : rowsFor(false),
    },
  )}</section>`;
}

/** `Request 812, started at 20.3 s, the same in every mode. Chosen: largest difference between modes.` */
export function choice({ trace, why }: RequestShown): string {
  const which = whichRequest(trace);
  const chosen = why === undefined ? '' : ` Chosen: ${plain(why)}.`;
  return `${which.charAt(0).toUpperCase()}${which.slice(1)}, with identical arrival and service times in every mode.${chosen}`;
}
