import { describe, expect, it } from 'vitest';
import { FORMATS, formatsOf, listFormats } from '../../src/render/formats.js';
import { compared, measured } from './fixtures.js';

describe('a format', () => {
  it('has an ending of its own', () => {
    const endings = Object.values(FORMATS).map(({ ending }) => ending);
    expect(new Set(endings).size).toBe(endings.length);
  });

  it.each(formatsOf('run'))(
    '%s makes a text of any number of comparisons, with a line break at its end',
    async (name) => {
      const render = await FORMATS[name].load();
      const comparison = compared({}, { direct: measured(), event: measured() });
      const result = { name: 'a', comparison, drillDown: 'drill down' };
      const display = { width: 80, color: 0, ascii: false, verbose: false, quiet: false } as const;
      const [single, several] = [[result], [result, result]].map((results) =>
        render({ results, reproduce: 'reproduce all' }, display),
      );
      expect(single).toMatch(/\n$/);
      expect(several).toMatch(/\n$/);
      expect(several).not.toBe(single);
    },
  );

  it('is offered only where there is something that shows it', () => {
    expect(listFormats('run')).toBe('table, markdown, json, csv, csv-series, junit, html or svg');
    expect(listFormats('verify')).toBe('table, markdown or json');
    expect(formatsOf('trace')).toEqual(['table', 'markdown', 'json', 'html']);
    expect(formatsOf('report')).toEqual(['html', 'svg']);
  });
});
