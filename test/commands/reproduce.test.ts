import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { repeatCommand, traceCommand } from '../../src/commands/reproduce.js';

describe('the command that repeats a run', () => {
  it('names the scenario and the seed', () => {
    expect(repeatCommand(['slow-payment'], { faults: true }, 42)).toBe(
      'npx coupling-demo run slow-payment --seed 42',
    );
  });

  it('has every flag that has a say in the figures, and the seed once', () => {
    const flags = {
      faults: false,
      outage: ['payment@20s+10s', 'bus@1s'],
      maxDeliveries: '3',
      breaker: true,
      color: false,
      width: '120',
      ascii: true,
      verbose: true,
      format: ['json'],
      output: ['a.json'],
      seed: '7',
      scenario: ['x.yaml'],
      all: true,
    };
    expect(repeatCommand(['x.yaml'], flags, 7)).toBe(
      'npx coupling-demo run x.yaml --no-faults --outage payment@20s+10s --outage bus@1s --max-deliveries 3 --breaker --seed 7',
    );
  });

  it('has no seed where the scenarios have their own', () => {
    expect(repeatCommand(['--all'], {})).toBe('npx coupling-demo run --all');
  });

  it('is quoted so that a shell reads back what was given', () => {
    const gate = `event.completed >= 99% && $(date) "x" it's \\ *`;
    const command = repeatCommand(['my file.yaml'], { expect: [gate] }, 1);
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' }).split('\n');
    expect(words).toEqual([
      'npx',
      'coupling-demo',
      'run',
      'my file.yaml',
      '--expect',
      gate,
      '--seed',
      '1',
      '',
    ]);
  });

  it('is harmless to a terminal', () => {
    expect(repeatCommand(['\u001b[31m.yaml'], {})).not.toContain('\u001b');
  });
});

describe('the command that shows one of its requests', () => {
  it('has what changed the scenario, and nothing of how the run was shown, repeated or judged', () => {
    const flags = { faults: false, outage: ['payment@1s'], rate: '5/s', runs: '3', threads: '2' };
    const shown = { format: ['json'], width: '90', ascii: true, verbose: true, expect: ['event.lost == 0'] };
    expect(traceCommand('slow-payment', { ...flags, ...shown }, 42)).toBe(
      'npx coupling-demo trace slow-payment --no-faults --outage payment@1s --rate 5/s --seed 42',
    );
  });

  it('has the seed where one was given', () => {
    expect(traceCommand('slow-payment', { seed: '7' }, 7)).toBe(
      'npx coupling-demo trace slow-payment --seed 7',
    );
  });
});
