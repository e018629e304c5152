import { ProductList } from '../../../shared/products.ts';
import { apiPaths } from '../../api-paths.ts';
import { api } from '../session/session.ts';

/**
 * Finds up to `limit` products by their own texts and those of their SKUs, the best matches first.
 * @throws ApiFailure
 */
export async function searchProducts(q: string, limit: number, signal?: AbortSignal): Promise<ProductList> {
  const query: [string, string | number][] = [
    ['q', q],
    ['limit', limit],
  ];
  const request = { path: apiPaths.products, query, reply: ProductList };
  return (await api({ ...request, ...(signal && { signal }) })).data;
}
