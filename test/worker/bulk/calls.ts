import { ImportCalls, ndjson } from '../imports/calls.ts';

const BOUNDARY = '--------------------------f0rm';

/** A form with a file, as the official client sends it. */
export const form = (text: string, field = 'file', boundary = BOUNDARY) => ({
  type: `multipart/form-data; boundary=${boundary}`,
  body: [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field}"; filename="rows.csv"`,
    'Content-Type: text/csv',
    '',
    text,
    `--${boundary}--`,
    '',
  ].join('\r\n'),
});

/** Calls in bulk at one path. */
export class BulkCalls extends ImportCalls {
  static at = async (path: string, status: number, ...role: Parameters<typeof ImportCalls.create>) =>
    new BulkCalls((await ImportCalls.create(...role)).client, path, status);

  importFile(text: string) {
    const { type, body } = form(text);
    return this.import(body, type);
  }

  importJson = (body: unknown) => this.import(JSON.stringify(body), 'application/json');

  importLines = (rows: readonly unknown[]) => this.import(ndjson(rows));

  /** The failed rows, as [line, source_id, "path: message; …"]. */
  async told(id: string) {
    const failures = await this.failures(id);
    return failures.map(({ import_error: { line, source_id, details } }) => [line, source_id, details]);
  }

  refusedBody = (status: number, key: string, type: string, body: string) =>
    this.client.refused(status, key, 'POST', this.path, { body, headers: { 'Content-Type': type } });
}
