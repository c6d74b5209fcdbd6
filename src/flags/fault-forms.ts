import type { Mapping, Value } from '../scenario/values.js';

/** The flags that inject a fault, and how each is written. */
export const FORMS = {
  outage: 'service[@start[+length]], such as payment@20s+10s',
  hang: 'service[@start[+length]], such as payment@20s+10s',
  crash: 'service[@start[+length]], such as payment@20s+10s',
  latency:
    'service=+time or service=xfactor, then [@start[+length]], such as payment=+2s@20s+20s or payment=x5',
  errors: 'service=share[@start[+length]], such as inventory=30%@20s+10s',
  slots: 'service=number[@start[+length]], such as payment=4@20s+10s',
  poison: 'service=share[@start[+length]], such as payment=1%',
  decline: 'service=share[@start[+length]], such as payment=2%',
  deploy: 'service or service=instances, then @[start]+length, such as payment@20s+20s or payment=8@20s+20s',
  network:
    'service=loss or service=+time, then [@start[+length]], such as payment=5%@20s+10s or payment=+20ms',
  duplicates: 'share[@start[+length]], such as 5%@20s+10s',
  delay: 'share=+time[@start[+length]], such as 5%=+2s@20s+10s',
  reorder: 'share[@start[+length]], such as 5%@20s+10s',
  'ack-loss': 'share[@start[+length]], such as 5%@20s+10s',
  'bus-outage': 'start[+length], such as 20s+10s',
  spike: 'factor[@start[+length]], such as 5x@20s+10s',
};

export type FaultFlag = keyof typeof FORMS;

/**
 * A fault as a file would have it, from what stands behind its flag. What its values are is for the schema to judge.
 *
 * @param malformed throws where it is not of the flag's form
 */
export function readFaultFlag(name: FaultFlag, text: string, malformed: () => never): Mapping {
  if (name === 'bus-outage') {
    const window = readWindow(text.startsWith('@') ? text : `@${text}`) ?? malformed();
    return { kind: 'outage', target: 'bus', ...window };
  }
  const cut = text.lastIndexOf('@');
  const subject = cut === -1 ? text : text.slice(0, cut);
  const window = readWindow(cut === -1 ? '' : text.slice(cut)) ?? malformed();
  if (name === 'spike') {
    return { kind: 'spike', target: 'load', multiply: readFactor(subject) ?? malformed(), ...window };
  }
  if (name === 'ack-loss' || name === 'duplicates' || name === 'reorder') {
    return { kind: name, target: 'bus', rate: readNumber(subject), ...window };
  }
  if (name === 'delay') {
    const [, rate = '', by = ''] = /^([^=]+)=\+(.+)$/.exec(subject) ?? malformed();
    return { kind: name, target: 'bus', rate: readNumber(rate), by, ...window };
  }
  const [target = '', ...values] = subject.split('=');
  const value = values.join('=');
  const mayHaveNone = name === 'outage' || name === 'hang' || name === 'crash' || name === 'deploy';
  const mayHaveOne = !mayHaveNone || name === 'deploy';
  const isOfForm = values.length === 0 ? mayHaveNone : values.length === 1 && mayHaveOne;
  if (target === '' || !isOfForm) malformed();
  return { kind: name, target, ...(readValue(name, value) ?? malformed()), ...window };
}

function readValue(name: FaultFlag, value: string): Mapping | undefined {
  switch (name) {
    case 'latency': {
      if (value.startsWith('+')) return { add: value.slice(1) };
      const multiply = readFactor(value);
      return multiply === undefined ? undefined : { multiply };
    }
    case 'network':
      return value.startsWith('+') ? { add: value.slice(1) } : { loss: readNumber(value) };
    case 'errors':
    case 'poison':
    case 'decline':
      return { rate: readNumber(value) };
    case 'deploy':
      return value === '' ? {} : { instances: readNumber(value) };
    case 'slots':
      return { concurrency: readNumber(value) };
    default:
      return {};
  }
}

/** `@20s+10s`, `@20s`, `@+10s`, or nothing. */
function readWindow(text: string): Mapping | undefined {
  const match = /^(?:@([^+]*)(?:\+([^+]+))?)?$/.exec(text);
  if (match === null || text === '@') return undefined;
  const [, at = '', length = ''] = match;
  return { ...(at === '' ? {} : { at }), ...(length === '' ? {} : { for: length }) };
}

/** `5x` or `x5`. */
function readFactor(text: string): Value | undefined {
  const match = /^x(.+)$|^(.+)x$/.exec(text);
  return match === null ? undefined : readNumber(match[1] ?? match[2] ?? '');
}

/** A number where it is one, else the text, for the schema to refuse. */
export function readNumber(text: string): Value {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
