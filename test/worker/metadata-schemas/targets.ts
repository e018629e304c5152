type Metadata = Record<string, unknown>;
type Call = [method: string, path: string, body: Record<string, unknown>];

/** One way in which a request writes metadata that is merged into a resource. */
export interface Target {
  title: string;
  /** The schema's name, and what the metadata's path begins with in a refusal. */
  resource: 'order' | 'customer' | 'product' | 'sku';
  at: string;
  /** Makes the resource of that source_id, or changes it; without metadata where none is given. */
  post: (id: string, metadata?: Metadata) => Call;
  /** Changes what `post` made. */
  put: (id: string, metadata?: Metadata) => Call;
  /** Where the resource is read. */
  path: (id: string) => string;
}

/** The product of the SKUs; a test file makes it before. */
export const SHELF = 'shelf';

const orderOf = (id: string): string => `order-of-${id}`;

/** Part of an order: the fields that carry the metadata. */
const byOrder = (
  fields: (id: string, metadata?: Metadata) => Record<string, unknown>,
): Pick<Target, 'post' | 'put'> => ({
  post: (id, metadata) => ['POST', '/v1/orders', { source_id: orderOf(id), ...fields(id, metadata) }],
  put: (id, metadata) => ['PUT', `/v1/orders/${orderOf(id)}`, fields(id, metadata)],
});

const byItself = (path: string): Pick<Target, 'post' | 'put' | 'path'> => ({
  post: (id, metadata) => ['POST', path, { source_id: id, ...(metadata && { metadata }) }],
  put: (id, metadata) => ['PUT', `${path}/${id}`, { ...(metadata && { metadata }) }],
  path: (id) => `${path}/${id}`,
});

export const targets: Target[] = [
  { title: 'an order', resource: 'order', at: 'metadata', ...byItself('/v1/orders') },
  { title: 'a customer', resource: 'customer', at: 'metadata', ...byItself('/v1/customers') },
  { title: 'a product', resource: 'product', at: 'metadata', ...byItself('/v1/products') },
  {
    title: 'a SKU',
    resource: 'sku',
    at: 'metadata',
    ...byItself(`/v1/products/${SHELF}/skus`),
    path: (id) => `/v1/skus/${id}`,
  },
  ...(['customer', 'referrer'] as const).map(
    (role): Target => ({
      title: `the ${role} in an order`,
      resource: 'customer',
      at: `${role}.metadata`,
      ...byOrder((id, metadata) => ({ [role]: { source_id: id, ...(metadata && { metadata }) } })),
      path: (id) => `/v1/customers/${id}`,
    }),
  ),
  {
    title: "a product that an order's line overrides",
    resource: 'product',
    at: 'items[0].product.metadata',
    ...byOrder((id, metadata) => ({
      items: [{ price: 1, product: { source_id: id, override: true, ...(metadata && { metadata }) } }],
    })),
    path: (id) => `/v1/products/${id}`,
  },
  {
    title: "a SKU that an order's line overrides",
    resource: 'sku',
    at: 'items[1].sku.metadata',
    ...byOrder((id, metadata) => ({
      items: [
        { product_id: 'unknown', price: 1, product: { name: 'Bag' } },
        {
          price: 1,
          product: { source_id: SHELF },
          sku: { source_id: id, override: true, ...(metadata && { metadata }) },
        },
      ],
    })),
    path: (id) => `/v1/skus/${id}`,
  },
];
