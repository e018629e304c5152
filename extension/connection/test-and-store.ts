import { Project } from '../../shared/project.ts';
import { type Credentials, callApi } from '../api.ts';
import { apiPaths } from '../api-paths.ts';
import { storeConnection } from './connection.ts';

/**
 * Connects to a server: nothing is stored before the server has taken the key pair.
 * @throws ApiFailure
 */
export async function testAndStore(credentials: Credentials): Promise<void> {
  const { data: project } = await callApi(credentials, { path: apiPaths.project, reply: Project });
  await storeConnection({ ...credentials, project });
}
