import type { ErrorDetail } from '../../shared/errors.ts';
import type { standardSchemas } from '../../shared/metadata-definitions.ts';
import {
  compileMetadata,
  type MetadataRules,
  type MetadataValidator,
} from '../../shared/metadata-schemas.ts';
import { type Database, RefusalError, type Statement } from '../database.ts';
import { formatPath, invalidFields } from '../errors.ts';
import { bindRows } from '../sql/json-columns.ts';
import { type MergeTarget, type MissingKeys, refuseMissingKeys } from './guard-store.ts';
import { allSchemas, type SchemaRow } from './store.ts';

/** How long an isolate trusts its copy of the schemas, in milliseconds: what bounds the delay of a change. */
const CACHE_TTL = 25_000;

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
  cached = { validators, expiresAt: Date.now() + CACHE_TTL };
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
}

interface Findings {
  errors: ErrorDetail[];
  missing: MissingKeys[];
}

function examine(check: MetadataCheck, validators: Map<string, MetadataValidator>): Findings {
  const { resource, path, metadata, place, target, exists } = check;
  const validator = validators.get(resource);
  if (!validator || (metadata == null && exists)) return { errors: [], missing: [] };
  const { violations, missing } = validator.check(metadata ?? {});
  const errors = violations.map((one) => ({
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

/** What the guard refuses, so that all violations are told at once; nothing where it lets the write pass. */
async function missingErrors(database: Database, guards: Statement<never>[]): Promise<ErrorDetail[]> {
  if (guards.length === 0) return [];
  try {
    await database.batch(guards);
    return [];
  } catch (error) {
    if (error instanceof RefusalError && error.reason.errors) return error.reason.errors;
    throw error;
  }
}

/**
 * Checks metadata against the schemas. What depends on stored metadata is decided by the returned statements, which belong
 * into the write's batch: a required key may be there already. With a warm cache this takes no round trip, but to refuse.
 * @throws ApiError invalid_payload with every violation
 */
export async function checkMetadata(
  database: Database,
  checks: readonly MetadataCheck[],
): Promise<Statement<never>[]> {
  const validators = await readValidators(database);
  if (validators.size === 0) return [];
  const findings = checks.map((check) => examine(check, validators));
  const missing = findings.flatMap((one) => one.missing);
  const guards = missing.length > 0 ? [refuseMissingKeys({ missing: bindRows(missing) })] : [];
  const errors = findings.flatMap((one) => one.errors);
  if (errors.length === 0) return guards;
  throw invalidFields('invalid_payload', [...errors, ...(await missingErrors(database, guards))]);
}
