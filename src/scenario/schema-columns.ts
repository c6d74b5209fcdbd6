import * as z from 'zod';
import { BASE_MODES, type BaseMode, MODES } from '../modes/registry.js';
import { busShape, databaseShape, deliveryShape } from './schema-bus.js';
import { caller, callsShape } from './schema-policies.js';
import { mapping, oneOf, oneOrList, yesOrNo } from './schema-values.js';

const NAME_EXPECTED = 'a name of letters, digits, _ and -, 32 characters at most, as gates have it: patient';
/** What a gate or a file would take for something else. */
const TAKEN: readonly string[] = [...BASE_MODES, 'control', 'never'];

const columnName = z
  .string({ error: NAME_EXPECTED })
  .max(32, { error: NAME_EXPECTED, abort: true })
  .regex(/^[\p{L}_][\p{L}\p{N}_]*(?:-[\p{L}\p{N}_]+)*$/u, { error: NAME_EXPECTED, abort: true })
  .refine((name) => !TAKEN.includes(name), { error: `another name: ${TAKEN.join(', ')} are taken` })
  .refine((name) => !(name in Object.prototype), { error: 'another name: JavaScript has this one' });

const shared = {
  name: columnName.optional().describe('heads the column, and names it in gates and in the JSON'),
  caller: caller.optional().describe('laid over `caller`: how the outer caller calls the first step'),
  idempotent: yesOrNo.optional().describe('of every step'),
};

function mode<const Name extends BaseMode>(name: Name) {
  return z.literal(name).describe('the mode whose policies are changed');
}

/** A mode with policies of its own, laid over those of the scenario for this column alone. */
const ownColumn = z.discriminatedUnion(
  'mode',
  [
    mapping({ mode: mode('direct'), ...shared, ...callsShape }),
    mapping({ mode: mode('event'), ...shared, ...busShape }),
    mapping({ mode: mode('shared-database'), ...shared, ...databaseShape, ...deliveryShape }),
  ],
  { error: 'a mapping such as { mode: direct, name: patient, timeout: 3s }' },
);

const EXPECTED = `one of ${MODES.join(', ')}, or a mapping such as { mode: direct, name: patient, timeout: 3s }`;

const column = z.union([oneOf(MODES), ownColumn], { error: EXPECTED });

export const columns = oneOrList(column, 10, EXPECTED).refine((modes) => modes.length > 0, {
  error: 'a list of at least one mode',
});

export type AuthoredColumn = z.infer<typeof ownColumn>;
