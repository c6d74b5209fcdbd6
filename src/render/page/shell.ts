import { createHash } from 'node:crypto';
import { type Content, Markup, markup } from './markup.js';
import { STYLE } from './style.js';

/** A whole page. */
interface Page {
  title: string;
  /** Above everything. */
  header: Content;
  main: Content;
  /** It runs where the reader allows it; the page says everything without. */
  script?: string;
}

/**
 * One file that fetches nothing, and whose policy lets nothing be fetched or run but its own style and script: whatever a
 * scenario has smuggled in stays text.
 */
export function page({ title, header, main, script }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(STYLE)}`,
    ...(script === undefined ? [] : [`script-src ${hashOf(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const content = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<header>${header}</header>
<main id="main">${main}</main>
${script === undefined ? undefined : scriptElement(script)}
</body>
</html>
`;
  return content.text;
}

/** Written apart: bundlers write a template with the end of a script in it in another way. */
function scriptElement(script: string): Markup {
  return new Markup(['<script>', script, '</', 'script>'].join(''));
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
