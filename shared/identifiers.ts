import * as z from 'zod';
import { MAX_IDENTIFIER_LENGTH } from './limits.ts';

/** The prefix that says what an id names. */
export const idPrefixes = {
  order: 'ord',
  customer: 'cust',
  event: 'evt',
  key: 'key',
  app: 'app',
  request: 'req',
  deletion: 'del',
  product: 'prod',
  sku: 'sku',
  metadata_schema: 'ms',
  export: 'exp',
  voucher: 'v',
  redemption: 'r',
  rollback: 'rr',
  validation: 'valid',
  tracking: 'track',
  async_action: 'aa',
  validation_rule: 'val',
  validation_rules_assignment: 'asgm',
  segment: 'seg',
} as const;
export type IdKind = keyof typeof idPrefixes;

/** An id that a resource may be made with: a TypeID, as Docket makes them, or one that Voucherify has made. */
export const idPattern = (kind: IdKind): RegExp => new RegExp(`^${idPrefixes[kind]}_[0-9A-Za-z]{16,32}$`);

/** The id that a new resource is to have. */
export const idOf = (kind: IdKind) =>
  z.string().regex(idPattern(kind), `must be "${idPrefixes[kind]}_" and 16 to 32 letters and digits`);

/** A refinement of what may be named in a path: URLs leave `.` and `..` out, so that nobody could reach what has such a name. */
export const canStandInPath = [
  (name: string): boolean => name !== '.' && name !== '..',
  'must not be "." or "..", which cannot stand in a URL',
] as const;

/** An identifier that the caller's own system gave: unique per resource, 1-255 characters. */
export const SourceId = z
  .string()
  .min(1)
  .max(MAX_IDENTIFIER_LENGTH)
  .refine(...canStandInPath);
