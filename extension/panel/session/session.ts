import { computed, signal } from '@preact/signals';
import type * as z from 'zod';
import type { Scope } from '../../../shared/keys/roles.ts';
import { Project } from '../../../shared/project.ts';
import { ApiFailure, type Call, callApi, type Reply } from '../../api.ts';
import { apiPaths } from '../../api-paths.ts';
import { hasOrigin } from '../../browser.ts';
import {
  type Connection,
  onConnection,
  readConnection,
  storeConnection,
} from '../../connection/connection.ts';
import { queryClient } from './query.ts';

/** What the panel is connected to; null until it is, undefined until that is known. */
export const connection = signal<Connection | null | undefined>(undefined);

/** What stands between the panel and the server: no reply, a key that is wrong or revoked, or the browser's permission. */
export const connectionProblem = signal<'away' | 'unauthorized' | 'origin' | null>(null);

/** ISO 4217, of all amounts. */
export const currency = computed(() => connection.value?.project.currency ?? 'USD');

/** Whether the key may do this; what it may not is not offered. */
export const can = (scope: Scope): boolean => connection.value?.project.key.scopes.includes(scope) ?? false;

async function recognise(failure: ApiFailure, { url }: Connection): Promise<void> {
  if (failure.kind === 'unauthorized') connectionProblem.value = 'unauthorized';
  if (failure.kind !== 'away') return;
  connectionProblem.value = failure.body || (await hasOrigin(new URL(url))) ? 'away' : 'origin';
}

/**
 * Calls the server that the panel is connected to, and keeps `connectionProblem` up to date.
 * @throws ApiFailure, or what the signal was aborted with
 */
export async function api<Schema extends z.ZodType>(call: Call<Schema>): Promise<Reply<z.output<Schema>>> {
  const present = connection.peek();
  if (!present) throw new ApiFailure('unauthorized');
  try {
    const reply = await callApi(present, call);
    connectionProblem.value = null;
    return reply;
  } catch (error) {
    if (error instanceof ApiFailure) await recognise(error, present);
    throw error;
  }
}

/** Asks the server anew what it is and what the key may do: either may have changed since they were connected. */
export async function refreshProject(): Promise<void> {
  const present = connection.peek();
  if (!present) return;
  try {
    const { data: project } = await api({ path: apiPaths.project, reply: Project });
    if (JSON.stringify(project) !== JSON.stringify(present.project))
      await storeConnection({ ...present, project });
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
  }
}

/** Reads the connection, and follows it from then on. What was read of another server or by another key is forgotten. */
export async function beginSession(): Promise<void> {
  connection.value = await readConnection();
  onConnection((next) => {
    const { url, appId } = connection.peek() ?? {};
    if (url !== next?.url || appId !== next?.appId) queryClient.clear();
    connectionProblem.value = null;
    connection.value = next;
  });
}
