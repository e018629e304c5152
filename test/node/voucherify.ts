import { VoucherifyServerSide } from '@voucherify/sdk';
import { afterAll, beforeAll } from 'vitest';
import { type Server, startServer } from './server.ts';

/** The official client against a server of the test file's own, which runs from its first test to its last. */
export function useOfficialClient() {
  let server: Server;
  let client: ReturnType<typeof VoucherifyServerSide>;
  beforeAll(async () => {
    server = await startServer();
    client = VoucherifyServerSide({
      apiUrl: server.url,
      applicationId: server.key.app_id,
      secretKey: server.key.app_token,
    });
  });
  afterAll(async () => {
    await server.stop();
  });
  return {
    get server() {
      return server;
    },
    get client() {
      return client;
    },
  };
}
