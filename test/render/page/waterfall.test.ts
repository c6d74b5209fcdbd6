import { describe, expect, it } from 'vitest';
import { waterfall } from '../../../src/render/page/waterfall.js';
import { renderTracePage } from '../../../src/render/page/trace-page.js';
import type { ModeTrace } from '../../../src/trace/trace.js';
import type { Fault, Scenario } from '../../../src/scenario/scenario.js';
import { scenario } from '../../support/scenario.js';
import { attempt, modeTrace } from './traces.js';

const hostile = '<img src=x onerror=alert(1)>';

function withFaults(...faults: Fault[]): Scenario {
  return scenario({ services: { a: '10ms' }, steps: ['a'], faults });
}

function drawn(modes: Record<string, ModeTrace | undefined>, ...faults: Fault[]): string {
  const it = withFaults(...faults);
  return waterfall({ trace: { key: 1, modes }, scenario: it, id: 'w', rows: 24 }).text;
}

describe('the waterfall of one request', () => {
  it('has one axis for all modes: the same time is at the same place', () => {
    const worked = { from: 0, to: 50 };
    const text = drawn({
      direct: modeTrace({ attempts: [attempt({ worked })] }),
      event: modeTrace({ attempts: [attempt({ worked })], end: 1000 }),
    });
    const bars = [
      ...text.matchAll(/<rect x="([\d.]+%)" y="[\d.]+" width="([\d.]+%)" height="10" class="working"/g),
    ];
    expect(bars.slice(0, 2).map(([, x, width]) => [x, width])).toEqual([
      ['1.2%', '4.9%'],
      ['1.2%', '4.9%'],
    ]);
  });

  it('says of each mode in a sentence how it went, and has its data in a table', () => {
    const text = drawn({ direct: modeTrace({ told: { at: 30, what: 'accepted' } }), event: undefined });
    expect(text).toContain('caller got success after 30.0 ms; no side effects</desc>');
    expect(text).toContain('<strong>event</strong> not started in this mode');
    expect(text).toContain('<summary>Data of this figure</summary>');
  });

  it('shades the time of a fault where it is some of the time, and says so', () => {
    const outage = { kind: 'outage', target: 'a', at: '1050ms', for: '10s' } as const;
    expect(drawn({ direct: modeTrace() }, outage)).toContain('Shaded: while a fault lasts.');
    expect(drawn({ direct: modeTrace() }, outage)).toContain('class="fault"');
    const before = { ...outage, at: '0s' };
    expect(drawn({ direct: modeTrace() }, before)).not.toContain('class="fault"');
  });

  it('shows names as they are written, on a page of its own, too', () => {
    const mode = modeTrace({
      attempts: [attempt({ id: `${hostile} #1`, step: hostile, causedBy: [hostile] })],
    });
    expect(drawn({ [hostile]: mode })).not.toContain('<img');
    const page = renderTracePage(
      { trace: { key: 1, modes: { [hostile]: mode } }, why: hostile },
      { scenario: { ...withFaults(), title: hostile }, version: '1', verbose: false, reproduce: hostile },
    );
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt; #1');
  });
});
