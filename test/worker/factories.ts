import { env } from 'cloudflare:workers';
import type { Role } from '../../shared/keys/roles.ts';
import { Database } from '../../worker/database.ts';
import { newKey } from '../../worker/keys/new-key.ts';
import { insertKey } from '../../worker/keys/store.ts';

export interface KeyPair {
  id: string;
  appId: string;
  token: string;
}

/** A stored key pair of the role. */
export async function makeKey(role: Role = 'admin', name = `test ${role}`): Promise<KeyPair> {
  const { row, token } = await newKey({ role, name }, Date.now());
  await new Database(env.DB, null).batch([insertKey(row)]);
  return { id: row.id, appId: row.appId, token };
}

let sequence = 0;

/** A source_id that no other test uses. */
export const uniqueId = (prefix = 'src'): string => {
  sequence += 1;
  return `${prefix}-${crypto.randomUUID().slice(0, 8)}-${sequence}`;
};

/** An order of three priced lines, worth 1,540 minor units, as a storefront sends it. */
export const makeOrder = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  source_id: uniqueId('order'),
  items: [
    { source_id: 'mug', related_object: 'product', quantity: 2, price: 450, product: { name: 'Mug' } },
    { source_id: 'tea-100', related_object: 'sku', quantity: 1, price: 390, sku: { sku: 'Tea, 100 g' } },
    { product_id: 'prod_bag', quantity: 5, price: 50, product: { name: 'Bag' } },
  ],
  ...fields,
});
