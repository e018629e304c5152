import type { Scope } from '../../shared/keys/roles.ts';
import type { Caller } from './context.ts';
import { ApiError } from './errors.ts';

/**
 * @param what the field or endpoint that asks for the scope
 * @throws ApiError missing_scope
 */
export function requireScope(
  { role, scopes }: Pick<Caller, 'role' | 'scopes'>,
  scope: Scope,
  what: string,
): void {
  if (scopes.includes(scope)) return;
  throw new ApiError('missing_scope', {
    details: `${what} needs the scope ${scope}; the key's role is ${role}.`,
  });
}
