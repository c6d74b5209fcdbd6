import type { RequestList } from '../../trace/request-list.js';
import { headline, tableOf } from '../requests.js';
import { heading } from './context.js';
import { dataTable } from './figure.js';
import { markup } from './markup.js';
import { type About, aboutRequests } from './trace-page.js';

/** The requests that match as a page, with what became of each in every mode. */
export function renderRequestsPage(list: RequestList, about: About): string {
  const { head, rows, notes } = tableOf(list, about.verbose);
  return aboutRequests(
    headline(list),
    about,
    markup`<section aria-labelledby="requests">${heading(2, 'Requests', 'requests')}${dataTable(head, rows, 'What became of them')}${notes.map(
      (note) => markup`<p class="quiet">${note}</p>`,
    )}</section>`,
  );
}
