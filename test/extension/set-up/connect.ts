import { type Connection, storeConnection } from '../../../extension/connection/connection.ts';
import type { Server } from './server.ts';

/** A connection to a server, as it was tested. */
export const connectionTo = (server: Server): Connection => {
  const { url, appId, appToken } = server;
  return { url, appId, appToken, project: server.project() };
};

/** Connects the extension to a server, as a user did before. */
export const connectTo = (server: Server): Promise<void> => storeConnection(connectionTo(server));
