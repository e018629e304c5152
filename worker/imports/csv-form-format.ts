import * as z from 'zod';
import { MAX_FORM_BYTES } from '../../shared/limits.ts';
import { invalidField } from '../http/errors.ts';
import type { CsvRows } from './csv-format.ts';
import { csvRecords } from './csv-records.ts';
import type { RowFormat } from './row-format.ts';

const invalidForm = (message: string) => invalidField('invalid_payload', 'file', message);

/**
 * The bytes of the field `file` of a body of multipart/form-data, which is held in memory.
 * @param type the body's Content-Type, with its boundary
 * @throws ApiError invalid_payload where there is no such form or not one such file, and what reading the bytes throws
 */
async function* multipartFile(bytes: AsyncIterable<Uint8Array>, type: string): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  // Copied: the stream may use the memory again.
  for await (const piece of bytes) pieces.push(piece.slice());
  const body = new Blob(pieces);
  let files: (string | File)[];
  try {
    const form = await new Request('http://form', {
      method: 'POST',
      headers: { 'Content-Type': type },
      body,
    }).formData();
    files = form.getAll('file');
  } catch {
    throw invalidForm('expected a form of multipart/form-data, with the boundary that its Content-Type says');
  }
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) throw invalidForm('expected one field of this name');
  yield typeof file === 'string' ? new TextEncoder().encode(file) : new Uint8Array(await file.arrayBuffer());
}

const file = z.string().meta({ override: { type: 'string', format: 'binary' } });

/** A CSV file in the field `file` of a form. */
export const csvFormFormat = (toRows: CsvRows): RowFormat => ({
  mediaType: 'multipart/form-data',
  reader: {
    maxBytes: MAX_FORM_BYTES,
    content: multipartFile,
    rows: (bytes, digits) => toRows(csvRecords(bytes), digits),
  },
  schema: z.object({ file }),
});
