import type { ErrorDetail } from '../../shared/errors.ts';
import { MAX_REPORTED_ERRORS } from '../../shared/limits.ts';
import type { standardSchemas } from '../../shared/metadata/metadata-definitions.ts';
import {
  compileMetadata,
  type MetadataRules,
  type MetadataValidator,
} from '../../shared/metadata/metadata-schemas.ts';
import { type Database, isRefusal, type Statement } from '../database.ts';
import { EntryErrors, formatPath, invalidFields } from '../http/errors.ts';
import { isolateCache } from '../isolate-cache.ts';
import { bindRows } from '../sql/json-columns.ts';
import { type MergeTarget, type MissingKeys, refuseMissingKeys } from './guard-store.ts';
import { allSchemas, type SchemaRow } from './store.ts';

type Resource = (typeof standardSchemas)[number];

let cached: { validators: Map<string, MetadataValidator>; expiresAt: number } | undefined;

/** Makes this isolate read the schemas anew; others do when their copy expires. */
export function forgetSchemas(): void {
  cached = undefined;
}

const toRules = ({ properties, allowDefinedOnly }: SchemaRow): MetadataRules => ({
  properties: JSON.parse(properties),
  allow_defined_only: allowDefinedOnly === 1,
});

/** The validators of the resources whose schema says anything. */
async function readValidators(database: Database): Promise<Map<string, MetadataValidator>> {
  if (cached && cached.expiresAt > Date.now()) return cached.validators;
  const [rows] = await database.batch([allSchemas({})]);
  const rules = new Map(rows.map((row) => [row.relatedObject, toRules(row)]));
  const saying = [...rules].filter(
    ([, { properties, allow_defined_only }]) => allow_defined_only || Object.keys(properties).length > 0,
  );
  const validators = new Map(
    saying.map(([name, own]) => [name, compileMetadata(own, (nested) => rules.get(nested))]),
  );
  cached = { validators, expiresAt: Date.now() + isolateCache.ttl };
  return validators;
}

/** Metadata that a request carries, or does not. */
export interface MetadataCheck {
  resource: Resource;
  /** Where it stands in the request. */
  path: PropertyKey[];
  metadata: Record<string, unknown> | null | undefined;
  /** The entry's place in the caller's list. */
  place: number;
  /** What it is merged into, if that is there; null where it is stored as it is. */
  target: MergeTarget | null;
  /** Whether the resource is known to exist, so that without metadata there is nothing to check. */
  exists?: boolean;
  /** What is asked, if not both: what was sent in one place may be merged with what was sent in another before it is stored. */
  asks?: 'values' | 'required';
}

interface Findings {
  errors: ErrorDetail[];
  missing: MissingKeys[];
}

function examine(check: MetadataCheck, validators: Map<string, MetadataValidator>): Findings {
  const { resource, path, metadata, place, target, exists, asks } = check;
  const validator = validators.get(resource);
  if (!validator || (metadata == null && exists)) return { errors: [], missing: [] };
  const { violations, missing: lacking } = validator.check(metadata ?? {});
  const missing = asks === 'values' ? [] : lacking;
  const errors = (asks === 'required' ? [] : violations).map((one) => ({
    path: formatPath([...path, ...one.path]),
    message: one.message,
  }));
  if (missing.length === 0) return { errors, missing: [] };
  if (target) {
    const keys = { ...target, place, path: formatPath(path), keys: missing, isGiven: metadata != null };
    return { errors, missing: [keys] };
  }
  const message = 'is required by the metadata schema, was not given';
  const required = missing.map((key) => ({ path: formatPath([...path, key]), message }));
  return { errors: [...errors, ...required], missing: [] };
}

/** What is wrong with the entries of a list, by place. */
type ErrorsByPlace = Map<number, ErrorDetail[]>;

function note(errors: ErrorsByPlace, place: number, more: readonly ErrorDetail[]): void {
  if (more.length > 0) errors.set(place, [...(errors.get(place) ?? []), ...more]);
}

/** Adds what the guards refuse, so that all violations are reported at once; nothing where they let the write pass. */
async function noteMissing(
  database: Database,
  guards: readonly Statement<never>[],
  errors: ErrorsByPlace,
): Promise<void> {
  if (guards.length === 0) return;
  try {
    await database.batch(guards);
  } catch (error) {
    if (!isRefusal(error, 'invalid_payload')) throw error;
    for (const reason of error.reasons) note(errors, reason.index ?? 0, reason.errors ?? []);
  }
}

interface RoundFindings {
  errors: ErrorsByPlace;
  missing: MissingKeys[];
}

/** What is wrong with some metadata, of each entry up to as much as a reply reports, and which required keys it does not carry. */
function examineAll(
  checks: readonly MetadataCheck[],
  validators: Map<string, MetadataValidator>,
): RoundFindings {
  const findings: RoundFindings = { errors: new Map(), missing: [] };
  for (const check of checks) {
    const { place } = check;
    if ((findings.errors.get(place)?.length ?? 0) >= MAX_REPORTED_ERRORS) continue;
    const { errors, missing } = examine(check, validators);
    note(findings.errors, place, errors);
    findings.missing.push(...missing);
  }
  return findings;
}

const guardsOf = ({ missing }: RoundFindings): Statement<never>[] =>
  missing.length > 0 ? [refuseMissingKeys({ missing: bindRows(missing) })] : [];

/**
 * Checks metadata against the schemas, in rounds that are written one after the other. What depends on stored metadata is
 * decided by the returned statements, which belong into each round of the write's batch: a required key may be there
 * already. With a warm cache this takes no round trip, but to refuse.
 * @param before what refuses the request before its metadata is: an idempotency key that was used
 * @throws EntryErrors invalid_payload with every violation; RefusalError of `before`
 */
export async function checkMetadata(
  database: Database,
  rounds: readonly (readonly MetadataCheck[])[],
  before: readonly Statement<never>[] = [],
): Promise<Statement<never>[][]> {
  const validators = await readValidators(database.onPrimary());
  if (validators.size === 0) return rounds.map(() => []);
  const findings = rounds.map((checks) => examineAll(checks, validators));
  const guards = findings.map(guardsOf);
  const errors: ErrorsByPlace = new Map();
  for (const round of findings) for (const [place, some] of round.errors) note(errors, place, some);
  if (errors.size === 0) return guards;
  // Of the first round only: what a later one lacks an earlier one may give.
  await noteMissing(database, [...before, ...(guards[0] ?? [])], errors);
  throw new EntryErrors(
    new Map([...errors].map(([place, some]) => [place, invalidFields('invalid_payload', some)])),
  );
}
