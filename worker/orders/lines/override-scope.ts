import type { OrderItemInput } from '../../../shared/orders/orders.ts';
import type { Caller } from '../../http/context.ts';
import { requireScope } from '../../http/require-scope.ts';
import { isOverride } from './catalogue.ts';

/**
 * Requires the scope for what lines write to the catalogue, if any of them does.
 * @throws ApiError missing_scope
 */
export function requireOverrideScope(
  key: Pick<Caller, 'role' | 'scopes'>,
  items: readonly OrderItemInput[] = [],
): void {
  if (items.some(isOverride)) requireScope(key, 'products:write', 'override');
}
