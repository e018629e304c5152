import { VoucherifyServerSide } from '@voucherify/sdk';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Server, startServer } from '../server.ts';

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

/** The official client, and the server that it calls: the same in all parts of the test, from its first to its last. */
export const official = {
  get server() {
    return server;
  },
  get client() {
    return client;
  },
};

/** The error for a resource that does not exist, as the official client throws it. */
export const notFound = (resource_type: string, id: string) => ({
  code: 404,
  key: 'not_found',
  message: expect.any(String),
  details: expect.stringContaining(id),
  request_id: expect.stringMatching(/^req_/),
  resource_id: id,
  resource_type,
});
