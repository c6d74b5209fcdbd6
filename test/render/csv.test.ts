import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../src/render/csv.js';
import { figuresOf } from '../../src/measure/list-figures.js';
import { smallComparison } from './compared.js';

describe('as CSV', () => {
  it('every figure of every run is a line, and those of the control runs follow', async () => {
    const comparison = await smallComparison();
    const [headings, ...lines] = renderCsv([comparison]).trimEnd().split('\n');
    expect(headings).toBe('scenario,seed,mode,run,figure,value,low,high');
    const runs = [...Object.values(comparison.modes), ...Object.values(comparison.control ?? {})];
    expect(lines).toHaveLength(runs.reduce((sum, run) => sum + figuresOf(run).size, 0));
    const p99 = comparison.modes.direct!.completionTime.p99;
    expect(lines).toContain(`test,42,direct,faulted,completionTime.p99,${p99},,`);
    expect(lines.some((line) => line.startsWith('test,42,event,control,requests.offered,'))).toBe(true);
  });

  it('a mean of several seeds stands before the ends of its interval', async () => {
    const comparison = await smallComparison();
    const text = renderCsv([{ ...comparison, intervals: { direct: { peakBacklog: [1, 2] } } }]);
    expect(text).toMatch(/^test,42,direct,faulted,peakBacklog,[^,]+,1,2$/m);
  });

  it('what was not measured is empty', async () => {
    const comparison = await smallComparison();
    const direct = { ...comparison.modes.direct!, recoveryTime: null };
    const text = renderCsv([{ ...comparison, modes: { direct } }]);
    expect(text).toContain('direct,faulted,recoveryTime,,,\n');
  });

  it.each([
    ['a, b and "c"', '"a, b and ""c"""'],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['-1+1', "'-1+1"],
    ['a\u001b[31m\nb', 'a[31m b'],
  ])('a title %j is harmless as %j', async (title, cell) => {
    const comparison = await smallComparison();
    const { scenario } = comparison;
    const [, line = ''] = renderCsv([{ ...comparison, scenario: { ...scenario, title } }]).split('\n');
    expect(line.slice(0, cell.length + 1)).toBe(`${cell},`);
  });
});
