import * as z from 'zod';

/** What a key may be allowed to do. An endpoint asks for exactly one of these, or for any valid key. */
export const Scope = z.enum([
  'orders:read',
  'orders:write',
  'customers:read',
  'customers:write',
  'customers:delete',
  'products:read',
  'products:write',
  'vouchers:read',
  'vouchers:write',
  'vouchers:validate',
  'redemptions:read',
  'redemptions:write',
  'redemptions:rollback',
  'validation-rules:read',
  'validation-rules:write',
  'metadata-schemas:read',
  'metadata-schemas:write',
  'segments:read',
  'segments:write',
  'exports:manage',
  'keys:manage',
]);
export type Scope = z.infer<typeof Scope>;

export const Role = z.enum(['admin', 'staff', 'ingest', 'analyst']);
export type Role = z.infer<typeof Role>;

/**
 * The scopes of each role: admin runs the deployment, staff works in the panel, ingest belongs to a
 * storefront and can write and redeem, but neither browse, delete nor roll back, analyst reads.
 */
export const roleScopes: Record<Role, readonly Scope[]> = {
  admin: Scope.options,
  staff: [
    'orders:read',
    'orders:write',
    'customers:read',
    'customers:write',
    'customers:delete',
    'products:read',
    'vouchers:read',
    'vouchers:validate',
    'redemptions:read',
    'redemptions:write',
    'redemptions:rollback',
    'validation-rules:read',
    'metadata-schemas:read',
    'segments:read',
    'exports:manage',
  ],
  ingest: ['orders:write', 'customers:write', 'products:write', 'vouchers:validate', 'redemptions:write'],
  analyst: [
    'orders:read',
    'customers:read',
    'products:read',
    'vouchers:read',
    'redemptions:read',
    'validation-rules:read',
    'metadata-schemas:read',
    'segments:read',
    'exports:manage',
  ],
};
