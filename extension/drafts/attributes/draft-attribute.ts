import * as z from 'zod';
import { MetadataType } from '../../../shared/metadata/metadata-definitions.ts';

/** A custom attribute: its value as text, of a list one element a line. */
export const DraftAttribute = z.object({
  key: z.string(),
  type: MetadataType,
  isList: z.boolean(),
  text: z.string(),
});
export type DraftAttribute = z.infer<typeof DraftAttribute>;
