import * as z from 'zod';
import { createdRange, type FieldType, filtersParameter } from './filters.ts';
import { idOf, SourceId } from './identifiers.ts';
import { MAX_IDENTIFIER_LENGTH, MAX_TEXT_LENGTH } from './limits.ts';
import { checkPaging, listParameters, listReply, SortOrder, yesOrNo } from './lists.ts';
import { JsonObject, Metadata } from './metadata/metadata.ts';
import { Amount } from './money.ts';
import { checkSearch, SearchText, searchReply } from './search.ts';
import { Timestamp } from './times.ts';
import { readOver } from './unsupported-fields.ts';

const text = z.string().max(MAX_TEXT_LENGTH).nullable().optional();
const imageUrl = z.string().max(2048).nullable().optional();
const price = Amount.nullable().optional();

/** A SKU: a variant of a product. `price` is in minor units; `attributes` are the values of the product's attributes. */
export const Sku = z
  .object({
    id: z.string(),
    object: z.literal('sku'),
    source_id: z.string().nullable(),
    product_id: z.string(),
    sku: z.string().nullable(),
    price: Amount.nullable(),
    currency: z.string().nullable(),
    attributes: JsonObject,
    image_url: z.string().nullable(),
    metadata: Metadata,
    created_at: Timestamp,
    updated_at: Timestamp.nullable(),
  })
  .meta({ id: 'Sku' });
export type Sku = z.infer<typeof Sku>;

/** A product with the first 100 of its SKUs. `price` is in minor units; `attributes` names what its SKUs differ in. */
export const Product = z
  .object({
    id: z.string(),
    object: z.literal('product'),
    source_id: z.string().nullable(),
    name: z.string().nullable(),
    price: Amount.nullable(),
    attributes: z.array(z.string()),
    image_url: z.string().nullable(),
    metadata: Metadata,
    created_at: Timestamp,
    updated_at: Timestamp.nullable(),
    skus: z.object({
      object: z.literal('list'),
      data_ref: z.literal('data'),
      data: z.array(Sku),
      total: z.int(),
    }),
  })
  .meta({ id: 'Product' });
export type Product = z.infer<typeof Product>;

const writableProduct = {
  source_id: SourceId.nullish(),
  name: text,
  price,
  attributes: z.array(z.string().min(1).max(MAX_IDENTIFIER_LENGTH)).max(100).optional(),
  image_url: imageUrl,
  metadata: Metadata.optional(),
};

const writableSku = {
  source_id: SourceId.nullish(),
  sku: text,
  price,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD')
    .nullable()
    .optional(),
  attributes: Metadata.optional(),
  image_url: imageUrl,
  metadata: Metadata.optional(),
};

/** What `PUT /v1/products/{productId}` takes: given fields change, null clears, others stay. */
export const UpdateProduct = readOver(z.strictObject(writableProduct).meta({ id: 'UpdateProduct' }), {
  sent: ['id'],
  answered: () => Product,
});
export type UpdateProduct = z.infer<typeof UpdateProduct>;

/** What `POST /v1/products` takes. A well-formed unknown `id` makes a product of that id. */
export const CreateProduct = readOver(
  z.strictObject({ id: idOf('product').optional(), ...writableProduct }).meta({ id: 'CreateProduct' }),
  { answered: () => Product },
);
export type CreateProduct = z.infer<typeof CreateProduct>;

/** What a row of `POST /v1/products/bulk/async` takes: the product of that source_id is updated, or made. */
export const BulkProduct = readOver(
  z.strictObject({ ...writableProduct, source_id: SourceId }).meta({ id: 'BulkProduct' }),
  { sent: ['id'], answered: () => Product },
);

/** What `PUT /v1/products/{productId}/skus/{skuId}` takes. */
export const UpdateSku = readOver(z.strictObject(writableSku).meta({ id: 'UpdateSku' }), {
  sent: ['id', 'product_id'],
  answered: () => Sku,
});
export type UpdateSku = z.infer<typeof UpdateSku>;

/** What `POST /v1/products/{productId}/skus` takes. */
const creatableSku = { id: idOf('sku').optional(), ...writableSku };
export const CreateSku = readOver(z.strictObject(creatableSku).meta({ id: 'CreateSku' }), {
  sent: ['product_id'],
  answered: () => Sku,
});
export type CreateSku = z.infer<typeof CreateSku>;

/** What a row of `POST /v1/skus/importCSV` takes: a SKU, and the product it belongs to by its id, else its source_id. */
export const ImportedSku = readOver(
  z.strictObject({ ...creatableSku, product_id: z.string().min(1).max(MAX_IDENTIFIER_LENGTH) }),
  { answered: () => Sku },
);
export type ImportedSku = z.infer<typeof ImportedSku>;

/** The fields of a product that filters may name, beside `metadata.KEY`. */
export const productFilterFields = {
  source_id: 'text',
  name: 'text',
  price: 'number',
  created_at: 'time',
  updated_at: 'time',
  metadata: 'metadata',
} as const satisfies Record<string, FieldType>;
export type ProductFilterField = keyof typeof productFilterFields;

/** The query of `GET /v1/products`. */
export const ListProductsQuery = z
  .strictObject({
    ...listParameters,
    ...createdRange,
    order: SortOrder.optional().meta({ description: 'Default -created_at; with q, by relevance.' }),
    q: SearchText.optional().meta({
      description:
        'Words of name, source_id or sku in any order, or an id; not together with filters or sorts.',
    }),
    filters: filtersParameter(productFilterFields),
  })
  .superRefine(checkPaging)
  .superRefine(checkSearch(['order', 'start_date', 'end_date', 'filters']));
export type ListProductsQuery = z.infer<typeof ListProductsQuery>;

/** The query of `GET /v1/products/{productId}/skus`. */
export const ListSkusQuery = z
  .strictObject({ ...listParameters, ...createdRange, order: SortOrder.default('-created_at') })
  .superRefine(checkPaging);
export type ListSkusQuery = z.infer<typeof ListSkusQuery>;

/** Docket has no bin: a deletion is final with `force` and without it. */
export const DeleteFromCatalogueQuery = z.strictObject({ force: yesOrNo.optional() });

export const ProductList = z.object({
  ...listReply,
  ...searchReply,
  data_ref: z.literal('products'),
  products: z.array(Product),
});
export type ProductList = z.infer<typeof ProductList>;

export const SkuList = z.object({ ...listReply, data_ref: z.literal('skus'), skus: z.array(Sku) });
export type SkuList = z.infer<typeof SkuList>;
