import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runMain } from './commands/console.js';

/** Words of our own, or of nobody, and what the field says instead. */
const RETIRED: [retired: RegExp, instead: string][] = [
  [/(?<!\.)\bghosts?\b/i, 'reported failed, but completed'],
  [/(?<!\.)\borphan(s|ed)?\b/i, 'partial failure: side effects left'],
  [/\bhonest failures?\b/i, 'clean failure'],
  [/\bbroken promises?\b/i, 'accepted, never completed'],
  [/\btold (yes|no)\b/i, 'success response, error response'],
  [/\bluck\b/i, 'random seed, common random numbers'],
  [/\bahead\b/i, 'better, winner'],
  [/^held\b|: held\b/m, 'PASS'],
  [/\bFAILED\b/, 'FAIL'],
  [
    /\bslots?\b(?! \(concurrency\))(?<!--slots)(?<!hang, crash, slots)(?<!kind: slots)(?<!"slots)(?<!`slots)/i,
    'worker',
  ],
  [/^look at:/im, 'what to look for:'],
  [/^injected:|^nothing is injected/im, 'fault:, fault: none'],
  [/^again:/m, 'reproduce:'],
  [/^why:/m, 'drill down:'],
  [/\bthe bus (is|was|brings?|loses?|lets?)\b/i, 'the broker'],
  [/\bcouplings\b|\b(each|either|a third) coupling\b/i, 'mode, style'],
  [/\bturn(s|ed)? away\b/i, 'rejected, queue full'],
  [/(?<!\.)\bgiven up\b|\bput aside\b/i, 'dead-lettered'],
  [/\backnowledged in vain\b/i, 'lost ack'],
  [/\bcame again\b|\bcomes again\b/i, 'redelivered'],
  [/\bovertak(e|es|en|ing)\b/i, 'reordered'],
  [/\bwho notices\b/i, 'who else fails'],
  [/\bthroughout\b/i, 'for the whole run'],
  [/\bwork(s|ed)? off\b/i, 'drain'],
  [/\bdone twice\b|\bdouble effects?\b/i, 'processed twice'],
  [/\bthe work is done(:|,? (p\d|half|99))/i, 'completed, end-to-end completion'],
  [/\bthe caller has an answer\b/i, 'response time'],
  [/\ban answer:/i, 'response time'],
  [/\baccepted, not yet done\b/i, 'completion lag'],
  [/\bwaiting room\b/i, 'queue'],
  [/\bthere is no such (format|folder)\b/i, 'unsupported format, directory does not exist'],
];

/** What of them is there, with the line it stands in. */
function retiredIn(text: string): string[] {
  return RETIRED.flatMap(([retired, instead]) =>
    text
      .split('\n')
      .filter((line) => retired.test(line))
      .map((line) => `${line.trim()} (${instead})`),
  );
}

const ROOT = new URL('..', import.meta.url).pathname;

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file));
}

const COMMANDS = [
  'run',
  'list',
  'compare',
  'show',
  'trace',
  'sweep',
  'report',
  'init',
  'validate',
  'verify',
  'schema',
];

describe('a word that the field does not use', () => {
  it.each(
    [...filesIn('test/golden', ''), ...filesIn('scenarios', '.yaml')].filter((file) => /\.\w+$/.test(file)),
  )('is not in %s', (file) => {
    expect(retiredIn(readFileSync(join(ROOT, file), 'utf8'))).toEqual([]);
  });

  it.each(['README.md', ...filesIn('docs', '.md')])('is not in %s', (file) => {
    // The glossary says what some of them were called.
    const [before = '', glossary = ''] = readFileSync(join(ROOT, file), 'utf8').split(/^#+ Glossary$/m);
    const next = glossary.search(/^#/m);
    expect(retiredIn(before + (next === -1 ? '' : glossary.slice(next)))).toEqual([]);
  });

  it.each(COMMANDS)('is not in the help of %s', async (command) => {
    expect(retiredIn((await runMain([command, '--help'])).stdout)).toEqual([]);
  });

  it('is not in the main help', async () => {
    expect(retiredIn((await runMain(['--help'])).stdout)).toEqual([]);
  });

  it.each([
    ['trace', 'slow-payment'],
    ['trace', 'duplicates', '--failed'],
    ['trace', 'sustained-overload', '--worst'],
    ['show', 'shared-table'],
    ...[
      'slow-payment',
      'poison-message',
      'lost-without-outbox',
      'breaker-helps',
      'long-chain',
      'playback',
    ].map((name) => ['run', name, '--verbose']),
    ...['duplicates', 'lost-acknowledgements', 'out-of-order', 'new-subscriber', 'database-outage'].map(
      (name) => ['run', name, '--verbose', '--format', 'markdown'],
    ),
    ['run', 'two-services', '--runs', '3', '--threads', '1'],
    ['schema', 'output'],
    ['schema', 'changes'],
    ['schema', 'scenario'],
  ])('is not in what %s prints of %s', async (...argv) => {
    expect(retiredIn((await runMain(argv)).stdout)).toEqual([]);
  });

  it('would be found', () => {
    expect(retiredIn('a: 3 ghosts\nfine')).toEqual(['a: 3 ghosts (reported failed, but completed)']);
  });
});
