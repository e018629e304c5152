import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Panel } from '../../scripts/browsers/panel.ts';
import type { Export } from '../../shared/exports/exports.ts';
import type { apiOf } from './desk.ts';

/** Exports what the panel has chosen. Answers the file's bytes, once the browser has all of them. */
export async function exportFile(panel: Panel, folder: string): Promise<Buffer> {
  await panel.click('button', 'Export orders');
  await expect.poll(() => panel.text('.export-bar')).toContain('The file is complete.');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  expect(files).toEqual([expect.stringMatching(/^orders-\d{4}-\d\d-\d\d\.csv$/)]);
  return readFileSync(join(folder, files[0] ?? ''));
}

/** The bytes of the file that the API makes of the same parameters. */
export async function fileOfApi(server: ReturnType<typeof apiOf>, parameters: object): Promise<Buffer> {
  const { id } = await server.write<Export>('POST', '/v1/orders/export', { parameters });
  const { body } = await server.call<Export>('GET', `/v1/exports/${id}`);
  const response = await fetch(body.result?.url ?? '');
  return Buffer.from(await response.arrayBuffer());
}

/** What the panel exports with before anything is chosen; times in the zone of the machine. */
export const firstChoice = {
  fields: [
    'source_id',
    'created_at',
    'status',
    'customer_name',
    'amount',
    'total_discount_amount',
    'total_amount',
  ],
  layout: 'orders',
  order: '-created_at',
  amounts: 'decimal',
  bom: true,
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};
