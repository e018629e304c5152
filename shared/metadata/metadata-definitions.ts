import * as z from 'zod';
import { MAX_DEFINITIONS, MAX_IDENTIFIER_LENGTH, MAX_VALUES } from '../limits.ts';
import { yesOrNo } from '../lists.ts';
import { Timestamp } from '../times.ts';

/*
 * What a metadata schema may say about the custom attributes of a resource. The names and their meaning are
 * Voucherify's. What a schema means for metadata is in metadata-schemas.ts.
 */

/** The resources whose metadata has a schema of its own; schemas of any other name can only be nested in these. */
export const standardSchemas = [
  'order',
  'order_item',
  'customer',
  'product',
  'sku',
  'voucher',
  'redemption',
] as const;

const schemaName = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
/** The name of a schema, as a path gives it and as `objectType` names it: 1-64 characters. */
export const SchemaName = z
  .string()
  .regex(schemaName, 'must be a letter, then at most 63 of A-Z a-z 0-9 _ -');

/** The type of an attribute, or of each element where it is a list. */
export const MetadataType = z.enum([
  'string',
  'number',
  'boolean',
  'date',
  'datetime',
  'image_url',
  'geopoint',
  'object',
]);
export type MetadataType = z.infer<typeof MetadataType>;

const isText = (value: unknown): value is string => typeof value === 'string';
const isMatch = (schema: z.ZodType) => (value: unknown) => schema.safeParse(value).success;

/** The URL parser would forgive a missing slash, spaces around and line ends within; what displays it may not. */
const isWebUrl = (value: unknown): boolean =>
  isText(value) && /^https?:\/\/[^\s\p{Cc}/\\?#][^\s\p{Cc}]*$/iu.test(value) && URL.canParse(value);

/** A space may follow the comma, as in Voucherify's own example. */
const geopoint = /^(-?\d{1,2}(?:\.\d+)?), ?(-?\d{1,3}(?:\.\d+)?)$/;
function isGeopoint(value: unknown): boolean {
  const [, latitude, longitude] = (isText(value) && geopoint.exec(value)) || [];
  return Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180;
}

type ScalarType = Exclude<MetadataType, 'object'>;
/** Of each type of single values: what a message calls a value of it, and whether a value is one. */
export const scalarTypes: Record<ScalarType, { noun: string; fits: (value: unknown) => boolean }> = {
  string: { noun: 'a string', fits: isText },
  number: { noun: 'a number', fits: Number.isFinite },
  boolean: { noun: 'true or false', fits: (value) => typeof value === 'boolean' },
  date: { noun: 'a date such as 2026-01-31', fits: isMatch(z.iso.date()) },
  datetime: { noun: 'a time such as 2026-01-31T12:00:00Z', fits: isMatch(z.iso.datetime({ offset: true })) },
  image_url: { noun: 'an absolute http or https URL', fits: isWebUrl },
  geopoint: { noun: 'a "LATITUDE,LONGITUDE" in degrees such as "52.23,21.01"', fits: isGeopoint },
};

/** Which constraints fit which types. */
const fitting: readonly { types: MetadataType[]; names: (keyof Fields)[] }[] = [
  { types: ['object'], names: ['objectType'] },
  { types: ['number'], names: ['lt', 'lte', 'gt', 'gte'] },
  { types: ['string', 'image_url'], names: ['minLength', 'maxLength', 'exactLength'] },
  { types: MetadataType.exclude(['object']).options, names: ['eq', 'ne'] },
];

const values = z
  .array(z.union([z.string(), z.number(), z.boolean()], 'expected a string, a number, true or false'))
  .min(1, 'must have at least one value')
  .max(MAX_VALUES, `must have at most ${MAX_VALUES} values`)
  .optional();
const bound = z.number('expected a number').optional();
const length = z.int('expected a whole number').min(0, 'must not be below 0').optional();

const Fields = z.strictObject({
  type: MetadataType,
  array: z.boolean().default(false),
  optional: z.boolean().default(true),
  objectType: SchemaName.nullish(),
  eq: values,
  ne: values,
  lt: bound,
  lte: bound,
  gt: bound,
  gte: bound,
  minLength: length,
  maxLength: length,
  exactLength: length,
  deleted: z.boolean().optional(),
});
type Fields = z.infer<typeof Fields>;
type Refuse = (path: PropertyKey[], message: string) => void;

function refuseUnfit(fields: Fields, refuse: Refuse): void {
  for (const { types, names } of fitting) {
    const unfit = types.includes(fields.type) ? [] : names.filter((name) => fields[name] != null);
    for (const name of unfit) refuse([name], `does not fit ${fields.type}, only ${types.join(', ')}`);
  }
}

function refuseOtherValues({ type, eq, ne }: Fields, refuse: Refuse): void {
  if (type === 'object') return;
  for (const [name, list] of Object.entries({ eq, ne })) {
    for (const [index, value] of (list ?? []).entries()) {
      if (!scalarTypes[type].fits(value)) refuse([name, index], `expected ${scalarTypes[type].noun}`);
    }
  }
}

function refuseContradictions(fields: Fields, refuse: Refuse): void {
  const { lt, lte, gt, gte, minLength, maxLength, exactLength } = fields;
  if (gt !== undefined && gte !== undefined) refuse(['gte'], 'cannot be combined with gt');
  if (lt !== undefined && lte !== undefined) refuse(['lte'], 'cannot be combined with lt');
  const lower = gt === undefined ? 'gte' : 'gt';
  const upper = lt === undefined ? 'lte' : 'lt';
  const [least = -Infinity, most = Infinity] = [fields[lower], fields[upper]];
  const isInclusive = lower === 'gte' && upper === 'lte';
  if (isInclusive ? least > most : least >= most) refuse([lower], `leaves no number, given ${upper} ${most}`);
  if (exactLength !== undefined && (minLength ?? maxLength) !== undefined) {
    refuse(['exactLength'], 'cannot be combined with minLength or maxLength');
  }
  if ((minLength ?? 0) > (maxLength ?? Infinity)) refuse(['minLength'], 'must not exceed maxLength');
}

/**
 * The definition of one attribute; without `array` a single value, without `optional` one that may be left out.
 * Constraints hold for each element of a list. Lengths are in characters. `deleted` removes the definition.
 */
export const MetadataDefinition = Fields.superRefine((fields, context) => {
  const refuse: Refuse = (path, message) =>
    context.addIssue({ code: 'custom', path, message, input: fields });
  refuseUnfit(fields, refuse);
  refuseOtherValues(fields, refuse);
  refuseContradictions(fields, refuse);
}).meta({ id: 'MetadataDefinition' });
export type MetadataDefinition = z.infer<typeof MetadataDefinition>;

/** A definition to be set, or null for one to be removed. */
const Change = MetadataDefinition.transform(({ deleted, ...kept }) => (deleted ? null : kept)).nullable();

/** z.record leaves out a key named __proto__, so it is looked for before. */
function checkKeys(raw: unknown, context: z.core.$RefinementCtx): unknown {
  const keys = typeof raw === 'object' && raw !== null ? Object.keys(raw) : [];
  const refuse = (message: string, path: PropertyKey[] = []) =>
    context.addIssue({ code: 'custom', path, message, input: raw });
  if (keys.length > MAX_DEFINITIONS) refuse(`must have at most ${MAX_DEFINITIONS} definitions`);
  for (const key of keys.slice(0, MAX_DEFINITIONS)) {
    if (key === '' || key === '__proto__' || key.length > MAX_IDENTIFIER_LENGTH || key.includes('\u0000')) {
      refuse(`a key must have 1 to ${MAX_IDENTIFIER_LENGTH} characters, no U+0000, and not be __proto__`, [
        key,
      ]);
    }
  }
  return raw;
}

/**
 * What `PUT /v1/metadata-schemas/{resource}` takes: given definitions replace those of the same name, others stay.
 * Null or `deleted` removes one; both are read as null.
 */
export const PutMetadataSchema = z
  .strictObject({
    properties: z.preprocess(checkKeys, z.record(z.string(), Change, 'expected an object')).optional(),
    allow_defined_only: z
      .union([z.boolean(), z.null().transform(() => false)], 'expected true, false or null')
      .optional(),
  })
  .meta({ id: 'PutMetadataSchema' });
export type PutMetadataSchema = z.infer<typeof PutMetadataSchema>;

/** A schema as it is answered; `updated_at` is null until the first change, `usage` are the keys seen in stored metadata. */
export const MetadataSchema = z
  .object({
    id: z.string(),
    object: z.literal('metadata_schema'),
    related_object: z.string(),
    properties: z.record(z.string(), MetadataDefinition),
    allow_defined_only: z.boolean(),
    created_at: Timestamp,
    updated_at: Timestamp.nullable(),
    usage: z.array(z.string()).optional(),
  })
  .meta({ id: 'MetadataSchema' });
export type MetadataSchema = z.infer<typeof MetadataSchema>;

/** The query of `GET /v1/metadata-schemas/{resource}`. */
export const GetMetadataSchemaQuery = z.strictObject({
  usage: yesOrNo
    .optional()
    .meta({ description: 'true adds the keys seen in recently stored metadata, nested ones with dots.' }),
});
export type GetMetadataSchemaQuery = z.infer<typeof GetMetadataSchemaQuery>;

export const MetadataSchemaList = z.object({
  object: z.literal('list'),
  data_ref: z.literal('schemas'),
  schemas: z.array(MetadataSchema),
  total: z.int(),
});
export type MetadataSchemaList = z.infer<typeof MetadataSchemaList>;
