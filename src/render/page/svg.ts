import { type Content, markup, Markup, NOTHING } from './markup.js';

/** A drawing: what is in it, and how large it is in its own units. */
export interface Drawing {
  width: number;
  height: number;
  content: Content;
}

/** What a drawing says in a few words, and in a sentence: for those who do not see it. */
export interface Words {
  title: string;
  description: string;
}

/** As an image of a page. `id` is its own on the page. */
export function image(
  { width, height, content }: Drawing,
  { title, description }: Words,
  id: string,
): Markup {
  return markup`<svg role="img" viewBox="0 0 ${round(width)} ${round(height)}" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>${content}</svg>`;
}

export function text(x: number, y: number, content: Content, name = ''): Markup {
  return markup`<text${places({ x, y })}${attribute('class', name)}>${content}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, name: string): Markup {
  return markup`<line${places({ x1, y1, x2, y2 })} class="${name}"/>`;
}

export function box(x: number, y: number, width: number, height: number, name: string): Markup {
  const size = { width: Math.max(0, width), height: Math.max(0, height) };
  return markup`<rect${places({ x, y })} width="${round(size.width)}" height="${round(size.height)}" class="${name}"/>`;
}

/** @param data as `d3-shape` makes it; `null` is nothing */
export function path(data: string | null, name: string): Markup {
  return data === null || data === '' ? NOTHING : markup`<path d="${shortened(data)}" class="${name}"/>`;
}

/** The same path in half the bytes: steps go level or upright, say one number each, and no way is gone in two steps. */
function shortened(data: string): string {
  let [lastX, lastY] = ['', ''];
  const short = data.replace(/([ML])(-?[\d.]+),(-?[\d.]+)/g, (_, kind: string, x: string, y: string) => {
    const step = kind === 'M' ? `M${x},${y}` : x === lastX ? `V${y}` : y === lastY ? `H${x}` : `L${x},${y}`;
    const isSame = kind === 'L' && x === lastX && y === lastY;
    [lastX, lastY] = [x, y];
    return isSame ? '' : step;
  });
  return short.replace(/(?:H[\d.]+)+(?=H)|(?:V[\d.]+)+(?=V)/g, '');
}

/** What is left out is 0. */
function places(all: Record<string, number>): Markup {
  const named = Object.entries(all).map(([name, value]) => [name, round(value)] as const);
  return new Markup(named.map(([name, value]) => (value === 0 ? '' : ` ${name}="${value}"`)).join(''));
}

/** Moved to a place. */
export function at(x: number, y: number, content: Content): Markup {
  return markup`<g transform="translate(${round(x)} ${round(y)})">${content}</g>`;
}

/** A tenth of a unit is less than anybody sees. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** About as much room as a text takes: no browser is there to measure it. */
export function roomFor(text: string, size: number): number {
  return text.length * size * 0.56;
}

/** The text, or as much of it as has room, with a mark where it was cut. */
export function fit(text: string, room: number, size: number): string {
  const most = Math.floor(room / (size * 0.56));
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1)).trimEnd()}…`;
}

function attribute(name: string, value: string): Markup {
  return value === '' ? NOTHING : new Markup(` ${name}="${value}"`);
}
