import * as z from 'zod';
import { Project } from '../../shared/project.ts';
import { type Route, route } from '../http/route.ts';
import { getHealth, getProject } from './handlers.ts';

export const projectRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/project',
    summary: 'Get the deployment, and what the calling key may do',
    tag: 'Project',
    scope: 'any',
    reply: Project,
    handler: getProject,
  }),
  route({
    method: 'GET',
    path: '/health',
    summary: 'Whether the Worker answers; the database is not asked',
    tag: 'Project',
    scope: null,
    reply: z.object({ status: z.literal('ok'), version: z.string() }),
    handler: getHealth,
  }),
];
