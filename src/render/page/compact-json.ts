const WIDTH = 124;

/** Plain data as JSON in which what is short stands on one line: a scenario takes a screen, and not five. */
export function compactJson(value: unknown, indent = ''): string {
  const short = onOneLine(value);
  if (typeof value !== 'object' || value === null || indent.length + short.length <= WIDTH) return short;
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = partsOf(value).map(
    ({ name, part }) => `${inner}${isList ? '' : `${JSON.stringify(name)}: `}${compactJson(part, inner)}`,
  );
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  return [open, lines.join(',\n'), `${indent}${close}`].join('\n');
}

function onOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = partsOf(value);
  if (Array.isArray(value)) return `[${parts.map(({ part }) => onOneLine(part)).join(', ')}]`;
  if (parts.length === 0) return '{}';
  return `{ ${parts.map(({ name, part }) => `${JSON.stringify(name)}: ${onOneLine(part)}`).join(', ')} }`;
}

function partsOf(value: object): { name: string; part: unknown }[] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    part === undefined ? [] : [{ name, part }],
  );
}
