import * as z from 'zod';
import { Role, Scope } from './keys/roles.ts';

/** The deployment as the calling key sees it: its currency (ISO 4217) and what the key may do. */
export const Project = z
  .object({
    object: z.literal('project'),
    version: z.string(),
    currency: z.string(),
    key: z.object({ id: z.string(), name: z.string(), role: Role, scopes: z.array(Scope) }),
  })
  .meta({ id: 'Project' });
export type Project = z.infer<typeof Project>;
