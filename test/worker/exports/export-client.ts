import { exports } from 'cloudflare:workers';
import { parse } from 'csv-parse/browser/esm/sync';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { Export } from '../../../shared/exports/exports.ts';
import { pageRows } from '../../../worker/exports/export-pages.ts';
import type { Client } from '../client.ts';
import { run } from '../database.ts';

export type Exported = 'order' | 'customer';

/** Makes pages a tenth of what they are, to the end of the file's or describe's tests: a tenth of the rows has as many. */
export function useSmallPages(): void {
  const { first, most } = pageRows;
  beforeAll(() => {
    Object.assign(pageRows, { first: first / 10, most: most / 10 });
  });
  afterAll(() => {
    Object.assign(pageRows, { first, most });
  });
}

/** The batches that a counting binding has been asked for, and those that have been answered. */
export interface BatchCounts {
  batches: number;
  answered: number;
}

/** Waits until every batch that was asked for is answered, and none has been asked for because of that. */
export async function settled(counts: BatchCounts): Promise<void> {
  await vi.waitFor(() => expect(counts.answered).toBe(counts.batches), { timeout: 300_000 });
  await run('SELECT 1');
  expect(counts.answered).toBe(counts.batches);
}

/** An export that is asked for; nothing of it is read yet. */
export async function createExport(
  client: Client,
  object: Exported,
  parameters: Record<string, unknown> = {},
): Promise<Export> {
  const body = { exported_object: object, parameters };
  const reply = await client.call<Export>('POST', '/v1/exports', { body });
  expect({ status: reply.status, refused: reply.status === 200 ? undefined : reply.body }).toEqual({
    status: 200,
    refused: undefined,
  });
  return reply.body;
}

const keyHeaders = ({ key }: Client) => ({ 'X-App-Id': key.appId, 'X-App-Token': key.token });

/** The reply with the file, by key pair, its body not yet read. */
export async function download(client: Client, id: string): Promise<Response> {
  const request = new Request(`https://docket.test/v1/exports/${id}/download`, {
    headers: keyHeaders(client),
  });
  const response = await exports.default.fetch(request);
  expect(response.status).toBe(200);
  return response;
}

/** The bytes of an export's file as text; bytes that are not UTF-8 are a failure. */
export async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return decoder.decode(await response.arrayBuffer());
}

/** The rows of a CSV text, the header among them, by a parser that nobody here wrote. */
export function parseCsv(text: string, delimiter = ','): string[][] {
  expect(text.endsWith('\r\n')).toBe(true);
  const rows: string[][] = parse(text, { delimiter, bom: true, record_delimiter: '\r\n' });
  return rows;
}

/** The file of a new export, parsed. */
export async function exportRows(
  client: Client,
  object: Exported,
  parameters: Record<string, unknown> = {},
): Promise<{ text: string; header: string[]; rows: string[][] }> {
  const { id } = await createExport(client, object, parameters);
  const text = await readText(await download(client, id));
  const [header = [], ...rows] = parseCsv(text, (parameters.delimiter as string | undefined) ?? ',');
  return { text, header, rows };
}

/** The first column of a new export: of ids, for what is compared with a list. */
export async function exportIds(
  client: Client,
  object: Exported,
  parameters: Record<string, unknown> = {},
): Promise<string[]> {
  const { rows } = await exportRows(client, object, { ...parameters, fields: ['id'] });
  return rows.map(([id = '']) => id);
}
