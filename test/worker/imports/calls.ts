import { expect, vi } from 'vitest';
import { AcceptedAction, AsyncAction, type FailedRow } from '../../../shared/async-actions.ts';
import { Client, type Reply } from '../client.ts';

/** A failed row as the API hands it out: what was sent, and why it failed. */
export type FailureLine = Record<string, unknown> & { import_error: FailedRow & { text?: string } };

/** Orders as lines of JSON. */
export const ndjson = (rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n');

/** Calls of imports and of what becomes of them. */
export class ImportCalls {
  readonly client: Client;
  readonly path: string;
  readonly status: number;
  constructor(client: Client, path = '/v1/orders/import', status = 200) {
    this.client = client;
    this.path = path;
    this.status = status;
  }

  static async create(...role: Parameters<typeof Client.create>): Promise<ImportCalls> {
    return new ImportCalls(await Client.create(...role));
  }

  /** Sends an import that must be accepted; answers its id. */
  async send(
    body: string,
    type = 'application/x-ndjson',
    headers: Record<string, string> = {},
  ): Promise<string> {
    const reply = await this.client.call('POST', this.path, {
      body,
      headers: { 'Content-Type': type, ...headers },
    });
    expect(reply).toMatchObject({ status: this.status });
    return AcceptedAction.parse(reply.body).async_action_id;
  }

  async get(id: string): Promise<Reply<AsyncAction>> {
    const reply = await this.client.call<AsyncAction>('GET', `/v1/async-actions/${id}`);
    expect(reply.status).toBe(200);
    expect(reply.body).toSatisfy((body) => AsyncAction.safeParse(body).success);
    return reply;
  }

  /** The action once it has come to its end. */
  done(id: string): Promise<AsyncAction> {
    return vi.waitFor(
      async () => {
        const { body } = await this.get(id);
        expect(body.progress).toBe(100);
        return body;
      },
      { timeout: 300_000, interval: 20 },
    );
  }

  async import(...send: Parameters<ImportCalls['send']>): Promise<AsyncAction> {
    return this.done(await this.send(...send));
  }

  importOrders = (orders: readonly unknown[]) => this.import(ndjson(orders));

  async failures(id: string): Promise<FailureLine[]> {
    const reply = await this.client.call<string>('GET', `/v1/async-actions/${id}/failures`);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('Content-Type')).toBe('application/x-ndjson; charset=utf-8');
    return reply.body
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }
}
