import { plain } from './text.js';

/** No XML document has these two characters, not even as a reference. */
const NOT_IN_XML = /[\uFFFE\uFFFF]/g;

/** Text inside XML, made harmless. */
export function escapeXml(text: string): string {
  return inXml(plain(text));
}

/** The same, but with its blanks as they are. */
export function inXml(text: string): string {
  return (
    text
      .replace(NOT_IN_XML, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // GitHub Actions takes it for a command wherever it stands.
      .replaceAll('##[', '##&#91;')
  );
}
