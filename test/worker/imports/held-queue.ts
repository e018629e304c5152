import { env } from 'cloudflare:workers';
import { AcceptedAction } from '../../../shared/async-actions.ts';
import type { ActionMessage } from '../../../worker/async-actions/queue.ts';
import type { Bindings } from '../../../worker/environment.ts';
import worker from '../../../worker/index.ts';
import type { Client } from '../client.ts';

const MAIN = 'docket-async-actions';
export const DEAD = 'docket-async-actions-dead';

/** What became of a delivered message. */
interface Delivery {
  isRetried: boolean;
  /** Whether the consumer threw, which delivers the message again. */
  error: unknown;
}

/** A queue that keeps its messages until a test delivers them, as often and in which order it likes. */
export class HeldQueue {
  readonly sent: ActionMessage[] = [];
  isBroken = false;
  /** Where imports are sent. */
  path = '/v1/orders/import';
  readonly bindings: Bindings = {
    ...env,
    ASYNC_ACTIONS: {
      send: async (message: ActionMessage) => {
        if (this.isBroken) throw new Error('the queue takes nothing');
        this.sent.push(message);
      },
    } as unknown as Bindings['ASYNC_ACTIONS'],
  };

  /** Sends an import. */
  async call({ key }: Client, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
    const request = new Request(`https://docket.test${this.path}`, {
      method: 'POST',
      headers: {
        'X-App-Id': key.appId,
        'X-App-Token': key.token,
        'Content-Type': 'application/x-ndjson',
        ...headers,
      },
      body,
    });
    return worker.fetch(request as Parameters<typeof worker.fetch>[0], this.bindings);
  }

  /** Sends an import that must be accepted; answers its id. */
  async import(...call: Parameters<HeldQueue['call']>): Promise<string> {
    const response = await this.call(...call);
    return AcceptedAction.parse(await response.json()).async_action_id;
  }

  async deliver(
    body: unknown,
    { attempts = 1, queue = MAIN, bindings = this.bindings } = {},
  ): Promise<Delivery> {
    const delivery: Delivery = { isRetried: false, error: undefined };
    const message = {
      id: crypto.randomUUID(),
      timestamp: new Date(),
      body,
      attempts,
      ack: () => {},
      retry: () => {
        delivery.isRetried = true;
      },
    };
    const batch = { queue, messages: [message], ackAll: () => {}, retryAll: () => {} };
    try {
      await worker.queue(batch as unknown as MessageBatch<unknown>, bindings);
    } catch (error) {
      delivery.error = error;
    }
    return delivery;
  }

  deliverDead = (body: unknown) => this.deliver(body, { queue: DEAD });

  /** Delivers what was sent until nothing is left. */
  async drain(): Promise<void> {
    for (let next = this.sent.shift(); next; next = this.sent.shift()) await this.deliver(next);
  }

  /** Runs the schedule as if it were so many milliseconds later. */
  sweep = (later: number) =>
    worker.scheduled({ scheduledTime: Date.now() + later, cron: 'test', noRetry: () => {} }, this.bindings);
}
