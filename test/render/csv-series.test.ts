import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../src/render/csv.js';
import { renderCsvSeries } from '../../src/render/csv-series.js';
import { smallComparison } from './compared.js';

describe('the series as CSV', () => {
  it('each interval of each figure is a line, of the mode and of its services, faulted and control', async () => {
    const comparison = await smallComparison();
    const [headings, ...lines] = renderCsvSeries([comparison]).trimEnd().split('\n');
    expect(headings).toBe('scenario,seed,mode,run,service,from,to,figure,value');
    const { series } = comparison.modes.direct!;
    const { interval, goodput, services } = series;
    const [name, { working }] = Object.entries(services)[0]!;
    expect(lines).toContain(`test,42,direct,faulted,,${interval},${2 * interval},goodput,${goodput[1]}`);
    expect(lines).toContain(`test,42,direct,faulted,${name},0,${interval},working,${working[0]}`);
    expect(lines.some((line) => line.startsWith('test,42,event,control,,0,'))).toBe(true);
    const runs = [...Object.values(comparison.modes), ...Object.values(comparison.control ?? {})];
    const values = runs.flatMap(({ series: { services: each, ...own } }) =>
      [own, ...Object.values(each)].flatMap((one) => Object.values(one).filter(Array.isArray)),
    );
    expect(lines).toHaveLength(values.reduce((sum, list) => sum + list.length, 0));
  });

  it('what was not measured is empty', async () => {
    const comparison = await smallComparison();
    const direct = comparison.modes.direct!;
    const series = { ...direct.series, responseP99: [null, 3] };
    const text = renderCsvSeries([{ ...comparison, modes: { direct: { ...direct, series } } }]);
    const { interval } = series;
    expect(text).toContain(`,direct,faulted,,0,${interval},responseP99,\n`);
    expect(text).toContain(`,direct,faulted,,${interval},${2 * interval},responseP99,3\n`);
  });

  it('no line of it is among the figures of the whole run', async () => {
    expect(renderCsv([await smallComparison()])).not.toContain('series');
  });
});
