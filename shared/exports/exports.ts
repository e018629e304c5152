import * as z from 'zod';
import { customerFilterFields } from '../customers/customer-lists.ts';
import { filtersOf } from '../filters.ts';
import { MAX_COLUMN_NAMES_LENGTH, MAX_COLUMNS } from '../limits.ts';
import { checkPaging, listParameters, listReply } from '../lists.ts';
import { orderFilterFields } from '../orders/list-orders-query.ts';
import { Timestamp } from '../times.ts';
import { customerColumns, itemColumns, orderColumns } from './export-columns.ts';

const isTimeZone = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
};

/** How the file is written. The defaults are what a program reads best; docs/api.md says what a spreadsheet wants. */
const format = {
  delimiter: z.enum([',', ';', '\t']).default(','),
  /** A byte order mark at the beginning, by which Excel knows UTF-8. */
  bom: z.boolean().default(false),
  /** IANA name of the zone that times are written in, always with their offset. */
  timezone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'must be an IANA time zone such as Europe/Vienna')
    .default('UTC'),
  /** `minor` units, or `decimal` with the digits of the currency. */
  amounts: z.enum(['minor', 'decimal']).default('minor'),
  /** `escape` puts an apostrophe before a text that a spreadsheet would take for a formula; `raw` does not. */
  formulas: z.enum(['escape', 'raw']).default('escape'),
};

/** The characters of a name as the statement has it, where what JSON escapes takes more than one. */
const escapedLength = (name: string): number => JSON.stringify(name).length - 2;

/** Columns by name; `families` are prefixes of columns named by a key of metadata. */
const fieldsOf = (columns: readonly string[], families: readonly string[], defaults: string[]) => {
  const isColumn = (name: string) =>
    columns.includes(name) ||
    families.some((family) => name.startsWith(family) && name.length > family.length);
  const column = z
    .string()
    .max(512)
    .refine((name) => !name.includes('\u0000'), 'must not have U+0000')
    .refine(isColumn, {
      error: ({ input }) =>
        `${JSON.stringify(input)} is not a column here; there are ${columns.join(', ')} and ${families.map((family) => `${family}KEY`).join(', ')}`,
    });
  return z
    .array(column)
    .min(1, 'must name at least one column')
    .max(MAX_COLUMNS)
    .refine((names) => new Set(names).size === names.length, 'must name each column once')
    .refine(
      (names) => names.reduce((sum, name) => sum + escapedLength(name), 0) <= MAX_COLUMN_NAMES_LENGTH,
      `must have at most ${MAX_COLUMN_NAMES_LENGTH} characters in all`,
    )
    .default(defaults);
};

/** What an export of orders may ask for. `layout` says whether a row is an order, or one of its lines with the order's columns repeated. */
export const OrderExportParameters = z
  .strictObject({
    order: z
      .enum(['created_at', '-created_at', 'updated_at', '-updated_at', 'status', '-status'])
      .default('-created_at'),
    layout: z.enum(['orders', 'items']).default('orders'),
    fields: fieldsOf(
      [...orderColumns, ...itemColumns],
      ['metadata.', 'item.metadata.'],
      ['id', 'source_id', 'status'],
    ),
    filters: filtersOf(orderFilterFields).optional(),
    ...format,
  })
  .superRefine(({ layout, fields }, context) => {
    for (const [index, name] of fields.entries()) {
      if (layout === 'items' || !/^item[_.]/.test(name)) continue;
      const message = 'is a column of lines: it goes with layout "items"';
      context.addIssue({ code: 'custom', path: ['fields', index], message, input: name });
    }
  });
export type OrderExportParameters = z.infer<typeof OrderExportParameters>;

/** What an export of customers may ask for. */
export const CustomerExportParameters = z.strictObject({
  order: z
    .enum([
      'created_at',
      '-created_at',
      'updated_at',
      '-updated_at',
      'source_id',
      '-source_id',
      'id',
      '-id',
      'email',
      '-email',
      'name',
      '-name',
    ])
    .default('-created_at'),
  fields: fieldsOf(customerColumns, ['metadata.'], ['name', 'source_id']),
  filters: filtersOf(customerFilterFields).optional(),
  ...format,
});
export type CustomerExportParameters = z.infer<typeof CustomerExportParameters>;

/** How any file is written. */
export type ExportFormat = Pick<OrderExportParameters, keyof typeof format>;

/** What can be exported, and the parameters of each. */
export const exportParameters = { order: OrderExportParameters, customer: CustomerExportParameters };
export const ExportedObject = z.enum(['order', 'customer']);
export type ExportedObject = z.infer<typeof ExportedObject>;

const anyObject = { override: { type: 'object' as const, additionalProperties: true } };

/** Parameters that are checked, and kept as they were sent. */
const checked = (schema: z.ZodType) =>
  z
    .unknown()
    .superRefine((raw, context) => {
      for (const { path, message, ...issue } of schema.safeParse(raw ?? {}).error?.issues ?? []) {
        const add = (where: PropertyKey[], what: string) =>
          context.addIssue({ code: 'custom', path: where, message: what, input: raw });
        if (issue.code !== 'unrecognized_keys') add(path, message);
        else for (const key of issue.keys) add([...path, key], 'is not known here');
      }
    })
    .transform((raw) => (raw ?? {}) as Record<string, unknown>)
    .meta(anyObject);

/** What `POST /v1/orders/export` takes; see OrderExportParameters. */
export const CreateOrderExport = z
  .strictObject({ parameters: checked(OrderExportParameters).optional() })
  .meta({ id: 'CreateOrderExport' });
export type CreateOrderExport = z.infer<typeof CreateOrderExport>;

/** What `POST /v1/exports` takes. */
export const CreateExport = z
  .discriminatedUnion(
    'exported_object',
    [
      z.strictObject({
        exported_object: z.literal('order'),
        parameters: checked(OrderExportParameters).optional(),
      }),
      z.strictObject({
        exported_object: z.literal('customer'),
        parameters: checked(CustomerExportParameters).optional(),
      }),
    ],
    { error: `expected one of ${ExportedObject.options.join(', ')}` },
  )
  .meta({ id: 'CreateExport' });
export type CreateExport = z.infer<typeof CreateExport>;

/** An export. The file is made while it is read: `result.url` is where, once the export is asked for. */
export const Export = z
  .object({
    id: z.string(),
    object: z.literal('export'),
    created_at: Timestamp,
    status: z.enum(['SCHEDULED', 'DONE']),
    channel: z.literal('API'),
    exported_object: ExportedObject,
    parameters: z.record(z.string(), z.unknown()),
    result: z.object({ url: z.string() }).nullable(),
    user_id: z.null(),
  })
  .meta({ id: 'Export' });
export type Export = z.infer<typeof Export>;

/** The query of `GET /v1/exports`. All exports are done, so that their status sorts nothing. */
export const ListExportsQuery = z
  .strictObject({
    ...listParameters,
    order: z.enum(['created_at', '-created_at', 'status', '-status']).default('-created_at'),
  })
  .superRefine(checkPaging);
export type ListExportsQuery = z.infer<typeof ListExportsQuery>;

export const ExportList = z.object({
  ...listReply,
  data_ref: z.literal('exports'),
  exports: z.array(Export),
});
export type ExportList = z.infer<typeof ExportList>;

/** `token` is the one of `result.url`: it stands for a key pair, for this export alone. */
export const GetExportQuery = z.strictObject({ token: z.string().max(200).optional() });
export type GetExportQuery = z.infer<typeof GetExportQuery>;
