/** Numbers of a run by their path in its JSON (`completionTime.p99`); `null`: not measured, or a recovery that never came. */
export type Figures = Map<string, number | null>;

/**
 * Every single figure of a run: all numbers but those of the series and of the cascades, whose places mean different
 * things in different runs. Phases go by their names.
 */
export function figuresOf(run: object): Figures {
  const figures: Figures = new Map();
  for (const [key, value] of Object.entries(run) as [string, unknown][]) {
    if (key !== 'series' && key !== 'cascades') collect(value, key, figures);
  }
  return figures;
}

function collect(value: unknown, path: string, into: Figures): void {
  if (typeof value === 'number' || value === null) into.set(path, value);
  if (!isRecord(value)) return;
  const isNothing = 'p99' in value && value.count === 0;
  for (const [key, child] of Object.entries(value)) {
    const name = Array.isArray(value) && isRecord(child) ? String(child.name) : key;
    collect(isNothing && key !== 'count' ? null : child, `${path}.${name}`, into);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
