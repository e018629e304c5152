import * as z from 'zod';
import { MAX_ELEMENTS } from './array-rows.ts';
import { SharedMetadata } from './shared-metadata-rows.ts';

/* What the readers of row-readers.ts take, for the API document. */

const lines = (noun: string) => ({
  'application/x-ndjson': z.string().meta({ description: `One ${noun} a line, as failed rows come back.` }),
});

/** An array, or lines, of resources. */
export const bulkBodies = (schema: z.ZodType, noun: string) => ({
  'application/json': z.array(schema).max(MAX_ELEMENTS),
  ...lines(noun),
});

export const metadataBodies = (noun: string) => ({ 'application/json': SharedMetadata, ...lines(noun) });

const file = z.string().meta({ override: { type: 'string', format: 'binary' } });

/** A CSV file in a form, or by itself. */
export const csvFileBodies = (noun: string) => ({
  'multipart/form-data': z.object({ file }),
  'text/csv': z.string().meta({ description: `One ${noun} a row, below a header.` }),
  ...lines(noun),
});
