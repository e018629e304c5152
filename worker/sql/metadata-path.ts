import { type SQL, sql } from 'drizzle-orm';

const quotePath = (keys: string[]): string => `$${keys.map((key) => `.${JSON.stringify(key)}`).join('')}`;

/** The two places that `a.b` may mean, as paths: the key "a.b" itself, and b within a. */
export const metadataPaths = (key: string): { own: string; nested: string } => ({
  own: quotePath([key]),
  nested: quotePath(key.split('.')),
});

/** The place that it means: the key itself where there is one. */
export const chosenPath = (metadata: SQL, own: SQL, nested: SQL): SQL =>
  sql`iif(json_type(${metadata}, ${own}) IS NULL, ${nested}, ${own})`;

/**
 * The place of a key of metadata.
 * @param bind how a text becomes SQL, if not as a parameter
 */
export function metadataPath(
  metadata: SQL,
  key: string,
  bind: (text: string) => SQL = (text) => sql`${text}`,
): SQL {
  const { own, nested } = metadataPaths(key);
  return key.includes('.') ? chosenPath(metadata, bind(own), bind(nested)) : bind(own);
}
