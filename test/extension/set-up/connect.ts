import { storeConnection } from '../../../extension/connection/connection.ts';
import type { Server } from './server.ts';

/** The key pair of a server. */
export const credentialsOf = ({ url, appId, appToken }: Server) => ({ url, appId, appToken });

/** Connects the extension to a server, as a user did before. */
export const connectTo = (server: Server): Promise<void> =>
  storeConnection({ ...credentialsOf(server), project: server.project() });
