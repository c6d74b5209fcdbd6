import type { Path, Problem } from './problems.js';
import type { Redelivery, Retry, Scenario } from './scenario.js';
import { parseDuration } from './units.js';

/** What is said of the waits between tries, in one place or in two: a step's own lies over what is said for all. */
interface Delays {
  initialDelay: Said;
  maxDelay: Said;
}

interface Said {
  value: string;
  path: Path;
}

/** A first wait that its own limit would cut: one of the two was not meant. */
export function checkDelays(scenario: Scenario): Problem[] {
  return delaysIn(scenario).flatMap(({ initialDelay, maxDelay }): Problem[] => {
    if (maxDelay.value === 'none' || parseDuration(initialDelay.value) <= parseDuration(maxDelay.value))
      return [];
    return [
      {
        code: 'wrong-order',
        path: initialDelay.path,
        or: [maxDelay.path],
        because: `the first wait is longer than the longest (initialDelay: ${initialDelay.value}, maxDelay: ${maxDelay.value})`,
      },
    ];
  });
}

function delaysIn({ calls, caller, bus, steps, faults }: Scenario): Delays[] {
  const own = [
    ...steps.map((step, index) => ({ step, path: ['steps', index] })),
    ...faults.flatMap((fault, index) =>
      'step' in fault ? [{ step: fault.step, path: ['faults', index, 'step'] }] : [],
    ),
  ];
  return [
    ...ofRetry(calls.retry, ['calls', 'retry']),
    ...ofRetry(caller.retry, ['caller', 'retry']),
    of(bus.redelivery, {}, ['bus', 'redelivery'], []),
    ...own.flatMap(({ step, path }) => [
      ...ofRetry(step.calls?.retry, [...path, 'calls', 'retry']),
      ...(step.redelivery?.initialDelay === undefined && step.redelivery?.maxDelay === undefined
        ? []
        : [of(bus.redelivery, step.redelivery, ['bus', 'redelivery'], [...path, 'redelivery'])]),
    ]),
  ];
}

function ofRetry(retry: Pick<Retry, 'initialDelay' | 'maxDelay'> | 'none' | undefined, path: Path): Delays[] {
  return typeof retry === 'object' ? [of(retry, {}, path, [])] : [];
}

function of(
  base: Pick<Redelivery, 'initialDelay' | 'maxDelay'>,
  own: Partial<Redelivery>,
  path: Path,
  ownPath: Path,
): Delays {
  const said = (name: 'initialDelay' | 'maxDelay'): Said => {
    const value = own[name];
    return value === undefined
      ? { value: base[name], path: [...path, name] }
      : { value, path: [...ownPath, name] };
  };
  return { initialDelay: said('initialDelay'), maxDelay: said('maxDelay') };
}
