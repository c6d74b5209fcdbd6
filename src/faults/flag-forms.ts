import type { Mapping, Value } from '../scenario/values.js';

/** A flag that injects a fault of a kind. */
export interface FaultFlag {
  /** `bus-outage` */
  name: string;
  /** What stands for its value in `--help`: `<service@when>`. */
  takes: string;
  help: string;
  /** How it is written, with an example, for whoever wrote it otherwise. */
  form: string;
  /**
   * The fields of the fault, as a file would have them; `undefined` for what is not of the form. What its values are is
   * for the schema to judge.
   */
  read: (text: string) => Mapping | undefined;
}

/** Reads what stands between the target's `=` and the `@`; `undefined` where there is nothing. */
type ReadValue = (value: string | undefined) => Mapping | undefined;

/** For `service@when` and `service=value@when`. */
export function aimedAtService(readValue: ReadValue): FaultFlag['read'] {
  return (text) => {
    const [subject, window] = cutWindow(text);
    const [target = '', value, ...more] = subject.split('=');
    if (target === '' || more.length > 0) return undefined;
    return join({ target }, readValue(value), window);
  };
}

/** For `value@when`, where it is clear what it is aimed at. */
export function aimedAt(
  target: string,
  readValue: (value: string) => Mapping | undefined,
): FaultFlag['read'] {
  return (text) => {
    const [subject, window] = cutWindow(text);
    return join({ target }, readValue(subject), window);
  };
}

/** For what has no value. */
export const nothing: ReadValue = (value) => (value === undefined ? {} : undefined);

/** For `30%`. */
export function shareNamed(field: string): ReadValue {
  return (value) => (value === undefined ? undefined : { [field]: readNumber(value) });
}

/** `5x` or `x5`. */
export function readFactor(text: string): Value | undefined {
  const match = /^x(.+)$|^(.+)x$/.exec(text);
  return match === null ? undefined : readNumber(match[1] ?? match[2] ?? '');
}

/** A number where it is one, else the text, for the schema to refuse. */
export function readNumber(text: string): Value {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

/** `@20s+10s`, `@20s`, `@+10s`, or nothing. */
function readWindow(text: string): Mapping | undefined {
  const match = /^(?:@([^+]*)(?:\+([^+]+))?)?$/.exec(text);
  if (match === null || text === '@') return undefined;
  const [, at = '', length = ''] = match;
  return { ...(at === '' ? {} : { at }), ...(length === '' ? {} : { for: length }) };
}

/** `20s+10s`, for what happens to the bus. */
export function whenOfBus(text: string): Mapping | undefined {
  const window = readWindow(text.startsWith('@') ? text : `@${text}`);
  return window && { target: 'bus', ...window };
}

function cutWindow(text: string): [subject: string, window: Mapping | undefined] {
  const cut = text.lastIndexOf('@');
  return cut === -1 ? [text, {}] : [text.slice(0, cut), readWindow(text.slice(cut))];
}

function join(...parts: readonly (Mapping | undefined)[]): Mapping | undefined {
  let joined: Mapping = {};
  for (const part of parts) {
    if (part === undefined) return undefined;
    joined = { ...joined, ...part };
  }
  return joined;
}
