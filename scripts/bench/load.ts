import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

/** One HTTP request of a benchmark. */
export interface BenchRequest {
  method: string;
  path: string;
  headers: OutgoingHttpHeaders;
  body?: string;
}

/** What a run measured: requests a second, and latencies in milliseconds. */
export interface LoadResult {
  requestsPerSecond: number;
  p50: number;
  p99: number;
}

function sendOnce(agent: Agent, base: URL, { method, path, headers, body }: BenchRequest): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const outgoing = request(
    { agent, host: base.hostname, port: base.port, method, path, headers },
    (incoming) => {
      incoming.resume();
      incoming.on('end', () => {
        if (incoming.statusCode === 200) resolve();
        else reject(new Error(`${method} ${path} answered ${incoming.statusCode}`));
      });
    },
  );
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

/**
 * Sends requests over `connections` kept-alive connections, each waiting for its reply, until `count` are done.
 * @throws Error if any reply is not 200
 */
export async function runLoad(
  base: URL,
  options: { connections: number; count: number; next: () => BenchRequest },
): Promise<LoadResult> {
  const { connections, count, next } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  let left = count;
  const start = performance.now();
  const connection = async () => {
    while (left > 0) {
      left -= 1;
      const sent = performance.now();
      await sendOnce(agent, base, next());
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { requestsPerSecond: count / seconds, p50: at(0.5), p99: at(0.99) };
}
