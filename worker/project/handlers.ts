import type { Project } from '../../shared/project.ts';
import type { Context } from '../http/context.ts';
import { json } from '../http/response.ts';
import { VERSION } from './version.ts';

/** What the deployment is, and what the calling key may do. */
export async function getProject({ caller, environment }: Context): Promise<Response> {
  const project: Project = {
    object: 'project',
    version: VERSION,
    currency: environment.currency,
    key: { id: caller.keyId, name: caller.name, role: caller.role, scopes: [...caller.scopes] },
  };
  return json(project);
}

export const getHealth = (): Response => json({ status: 'ok', version: VERSION });
