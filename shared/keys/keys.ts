import * as z from 'zod';
import { Timestamp } from '../times.ts';
import { Role, Scope } from './roles.ts';

export const CreateKey = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^\P{Cc}*$/u, 'must not have control characters'),
    role: Role,
  })
  .meta({ id: 'CreateKey' });
export type CreateKey = z.infer<typeof CreateKey>;

/** A key pair without its secret. */
export const Key = z
  .object({
    id: z.string(),
    object: z.literal('key'),
    app_id: z.string(),
    name: z.string(),
    role: Role,
    scopes: z.array(Scope),
    created_at: Timestamp,
    revoked_at: Timestamp.nullable(),
  })
  .meta({ id: 'Key' });
export type Key = z.infer<typeof Key>;

/** A new key pair with `app_token`, its secret: shown this once, stored only as a hash. */
export const NewKey = Key.extend({ app_token: z.string() }).meta({ id: 'NewKey' });
export type NewKey = z.infer<typeof NewKey>;

export const KeyList = z.object({
  object: z.literal('list'),
  data_ref: z.literal('keys'),
  keys: z.array(Key),
  total: z.int(),
});
