import { open } from 'node:fs/promises';
import { Composer, type CST, type Document, Lexer, LineCounter, Parser } from 'yaml';
import { NodeReader } from './nodes.js';
import { fail, type Path, type Place } from './problems.js';
import { isMapping, type Mapping, type Value } from './values.js';

const MAX_BYTES = 1024 * 1024;
const MAX_LEXEMES = 100_000;
/** Of collections in collections, and what the parser has open besides. */
const MAX_DEPTH = 100;

/** A YAML (or JSON) text as plain values, and where in it each of them stands. */
export interface SourceText {
  root: Value;
  /** The place of what stands at `path`, or of the nearest thing around it that is there; of its key if asked for. */
  locate(path: Path, part?: 'key' | 'value'): Place;
}

/**
 * Reads a scenario or workflow file; what it holds has still to be checked.
 *
 * @param shown the file's name as the user knows it
 * @throws {ScenarioProblem} when it cannot be read, is too large, or is not one mapping in YAML
 */
export async function readMapping(path: string, shown: string): Promise<SourceText & { root: Mapping }> {
  const source = readText(await readFile(path, shown), { file: shown });
  const { root } = source;
  if (!isMapping(root)) {
    fail({
      code: 'not-a-mapping',
      place: source.locate([]),
      found: root,
      expected: 'title, workflow, load, faults, …',
    });
  }
  return { ...source, root };
}

/**
 * @param origin the file, or the flag whose value the text is
 * @throws {ScenarioProblem} when it is not one document of YAML
 */
export function readText(text: string, origin: { file: string } | { flag: string }): SourceText {
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    if ('flag' in origin) return origin;
    const { line, col } = lines.linePos(offset);
    return { ...origin, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parse(text, lines, place);
  const reader = new NodeReader(place);
  const root = document.contents === null ? null : reader.read(document.contents, 0);
  return {
    root,
    locate: (path, part = 'value') => place(reader.offsetOf(document.contents, path, part)),
  };
}

async function readFile(path: string, shown: string): Promise<string> {
  const place = { file: shown };
  let bytes: Buffer;
  try {
    const file = await open(path, 'r');
    try {
      // Not by its size: a pipe has none.
      const room = Buffer.alloc(MAX_BYTES + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length < room.length; length += read) {
        read = (await file.read(room, length, room.length - length)).bytesRead;
      }
      bytes = room.subarray(0, length);
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    fail(
      reason === 'ENOENT' ? { code: 'no-such-file', place } : { code: 'unreadable', place, because: reason },
    );
  }
  if (bytes.length > MAX_BYTES) fail({ code: 'too-large', place });
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // invalid UTF-8: said below
  }
  fail({ code: 'not-text', place });
}

function parse(text: string, lines: LineCounter, place: (offset: number) => Place): Document.Parsed {
  // Duplicate keys are looked for when the nodes are read: the composer compares each key with each.
  const composer = new Composer({ stringKeys: true, uniqueKeys: false });
  const [document, second] = composer.compose(tokens(text, lines, place), true, text.length);
  if (document === undefined) throw new TypeError('a composer that is forced composes a document');
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) fail({ code: 'broken-yaml', place: place(error.pos[0]), because: error.message });
  if (second !== undefined) fail({ code: 'several-documents', place: place(second.range[0]) });
  return document;
}

/** As `Parser.parse` does it, but with an eye on how much there is, and how deep: the composer would not survive it. */
function* tokens(text: string, lines: LineCounter, place: (offset: number) => Place): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    count += 1;
    if (count > MAX_LEXEMES) fail({ code: 'too-many-nodes', place: place(parser.offset) });
    if (parser.stack.length > MAX_DEPTH) fail({ code: 'too-deep', place: place(parser.offset) });
  }
  yield* parser.end();
}
