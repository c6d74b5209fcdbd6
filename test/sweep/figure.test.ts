import { describe, expect, it } from 'vitest';
import { readSweptFigure, SweptFigureProblem } from '../../src/sweep/figure.js';

const SERVICES = ['payment', 'card payment'];

describe('a figure to be swept', () => {
  it.each([
    ['completionTime.p99', 'time', 'lower', false],
    ['responseTime.mean', 'time', 'lower', false],
    ['completionLag.max', 'time', 'lower', false],
    ['responseTime.count', 'count', null, false],
    ['recoveryTime', 'time', 'lower', true],
    ['collateral', 'count', 'lower', true],
    ['blastRadius', 'count', 'lower', true],
    ['goodput', 'share', 'higher', false],
    ['phases.during.goodput', 'share', 'higher', false],
    ['declined', 'share', null, false],
    ['accepted', 'share', 'higher', false],
    ['completed', 'share', 'higher', false],
    ['orphans', 'share', 'lower', false],
    ['brokenPromises', 'share', 'lower', false],
    ['inFlight', 'share', 'lower', false],
    ['throughput.completed', 'rate', 'higher', false],
    ['throughput.phases.during.accepted', 'rate', 'higher', false],
    ['throughput.offered', 'rate', null, false],
    ['requests.completed', 'count', 'higher', false],
    ['requests.timedOut', 'count', 'lower', false],
    ['requests.outcomes.accepted.completed', 'count', 'higher', false],
    ['requests.outcomes.refused.completed', 'count', 'lower', false],
    ['peakBacklog', 'count', 'lower', false],
    ['amplification.worst', 'ratio', 'lower', false],
    ['services.payment.attempts', 'count', null, false],
    ['services.payment.utilization', 'share', null, false],
    ['services.payment.blockedShare', 'share', 'lower', false],
    ['services.payment.waitTime.waited', 'share', 'lower', false],
    ['services.payment.waitTime.p99', 'time', 'lower', false],
    ['services.payment.failures.timeout', 'count', 'lower', false],
    ['services["card payment"].peakQueue', 'count', 'lower', false],
    ['end.at', 'time', null, false],
  ])('%s is a %s, the better the %s it is', (text, kind, better, needsControl) => {
    expect(readSweptFigure(text, SERVICES)).toMatchObject({ text, kind, better, needsControl });
  });

  it.each([
    ['completionTime.p98', 'p98', 'p95'],
    ['complete', 'complete', 'completed'],
    ['services.paymnet.attempts', 'paymnet', 'payment'],
    ['services.payment.attemps', 'attemps', 'attempts'],
    ['throughput.phases.durin.completed', 'durin', 'during'],
  ])('%s is none, and the slip is found', (text, found, near) => {
    const problem = problemOf(text);
    expect(problem.found).toBe(found);
    expect(problem.known).toContain(near);
  });

  it.each(['', 'a b', 'completed >= 1', 'completed + 1', '..', 'control..x', 'é?'])(
    '%s is no path',
    (text) => {
      expect(problemOf(text).message).toBe('it is no path in the JSON of a mode, such as completionTime.p99');
    },
  );

  it.each(['completionTime', 'services.payment', 'end.reason', 'completed.p99', 'completionTime.p99.x'])(
    '%s is no figure',
    (text) => {
      expect(problemOf(text)).toBeInstanceOf(SweptFigureProblem);
    },
  );
});

function problemOf(text: string): SweptFigureProblem {
  try {
    readSweptFigure(text, SERVICES);
  } catch (error) {
    if (error instanceof SweptFigureProblem) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}
