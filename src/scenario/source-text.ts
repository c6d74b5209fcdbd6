import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { Composer, type CST, type Document, Lexer, LineCounter, Parser } from 'yaml';
import { isDescriptor } from './descriptor.js';
import { NodeReader } from './nodes.js';
import { fail, type Path, type Place, UsageProblem } from './problems.js';
import { given, isMapping, type Mapping, type Value } from './values.js';

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

/** How a file is known. */
export interface FileName {
  path: string;
  /** As the user knows it. */
  shown: string;
  /** For one that another file or a flag names: where, and what it says there. */
  named?: { place: Place; reference: string };
}

/**
 * Reads a scenario or workflow file; what it holds has still to be checked.
 *
 * @throws {ScenarioProblem} when it cannot be read, is too large, or is not one mapping in YAML
 */
export async function readMapping(name: FileName): Promise<SourceText & { root: Mapping }> {
  return mappingOf(await readFile(name), {
    file: name.shown,
    ...(isForeign(name) ? { isForeign: true as const } : {}),
  });
}

/**
 * Likewise, of a text that is there already.
 *
 * @throws {ScenarioProblem} when it is too large, or is not one mapping in YAML
 */
export function readMappingText(text: string, shown: string): SourceText & { root: Mapping } {
  if (Buffer.byteLength(text) > MAX_BYTES) failAsAWhole('too-large', { path: shown, shown });
  return mappingOf(text, { file: shown });
}

function mappingOf(text: string, origin: { file: string; isForeign?: true }): SourceText & { root: Mapping } {
  const source = readText(text, origin);
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
export function readText(text: string, origin: Exclude<Place, { line: number }>): SourceText {
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

/** It was not asked for on the command line. */
function isForeign({ named }: FileName): boolean {
  return named !== undefined && 'file' in named.place;
}

async function readFile(name: FileName): Promise<string> {
  const bytes = await readBytes(name);
  if (bytes.length > MAX_BYTES) failAsAWhole('too-large', name);
  const text = new TextDecoder().decode(bytes);
  if (isUtf8(bytes) && !text.includes('\0')) return text;
  if (name.named !== undefined) failAsAWhole('not-text', name);
  // Where it ceases to be one: at a null byte, or at what stands in for a byte that is none of UTF-8.
  const before = text.slice(0, Math.max(0, text.search(/[\0\ufffd]/))).split('\n');
  const place = { file: name.shown, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  return fail({ code: 'not-text', place });
}

async function readBytes(name: FileName): Promise<Buffer> {
  // A named pipe that nobody writes to would let nobody open it, either.
  const isStream = isDescriptor(name.path) && !isForeign(name);
  const flags = constants.O_RDONLY | (isStream ? 0 : constants.O_NONBLOCK);
  try {
    const file = await open(name.path, flags);
    try {
      if (!isStream && !(await file.stat()).isFile()) failAsAWhole('not-a-file', name);
      // Not by its size: a stream has none.
      const room = Buffer.alloc(MAX_BYTES + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length < room.length; length += read) {
        read = (await file.read(room, length, room.length - length)).bytesRead;
      }
      return room.subarray(0, length);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UsageProblem) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    // A socket cannot even be opened.
    if (reason === 'ENXIO') failAsAWhole('not-a-file', name);
    failAsAWhole(reason === 'ENOENT' ? 'no-such-file' : 'unreadable', name, reason);
  }
}

/** What is wrong with a file as a whole is wrong where it is named. */
function failAsAWhole(
  code: 'no-such-file' | 'not-a-file' | 'unreadable' | 'too-large' | 'not-text',
  { shown, named }: FileName,
  because?: string,
): never {
  const where =
    named === undefined
      ? { place: { file: shown } }
      : { place: named.place, path: ['workflow'], found: named.reference };
  return fail({ code, ...where, ...given({ because }) });
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
