/** Numbers of a run by their path in its JSON (`completionTime.p99`); `null` is a recovery that never came. */
export type Figures = Map<string, number | null>;

/**
 * Every single figure of a run: all numbers but those of the series and of the cascades, whose places mean different
 * things in different runs. Phases go by their names.
 */
export function figuresOf(run: object): Figures {
  const figures: Figures = new Map();
  collect(run, '', figures);
  return figures;
}

function collect(value: unknown, path: string, into: Figures): void {
  if (typeof value === 'number' || (value === null && path !== '')) into.set(path, value);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (path === '' && (key === 'series' || key === 'cascades')) continue;
    const name = Array.isArray(value) && hasName(child) ? child.name : key;
    collect(child, path === '' ? name : `${path}.${name}`, into);
  }
}

function hasName(value: unknown): value is { name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}
