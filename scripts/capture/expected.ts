import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const amount = z.int();

const reading = {
  source_id: z.string().nullish(),
  currency: z.string(),
  total: amount,
  adjustments: z
    .object({ shipping: amount.optional(), tax: amount.optional(), discount: amount.optional() })
    .loose()
    .optional(),
  customer: z
    .union([
      z.string(),
      z
        .object({ name: z.string().nullish(), email: z.string().nullish(), phone: z.string().nullish() })
        .loose(),
    ])
    .nullish(),
  lines: z.array(
    z
      .object({ name: z.string(), sku: z.string().nullish(), quantity: z.number(), unit_price: amount })
      .loose(),
  ),
};

/** What a page says, in minor units; `also` are readings that are as right, such as prices without tax. */
export const ExpectedOrder = z
  .object({
    url: z.string(),
    readable: z.literal(true).optional(),
    ...reading,
    source_id_also: z.union([z.string(), z.array(z.string())]).optional(),
    also: z.array(z.object(reading).partial().loose()).optional(),
  })
  .loose();
export type ExpectedOrder = z.infer<typeof ExpectedOrder>;

/** A page that is no order, or none that may be believed. */
const ExpectedRefusal = z.object({ url: z.string(), readable: z.literal(false) }).loose();

const Expected = z.union([ExpectedRefusal, ExpectedOrder]);
export type Expected = z.infer<typeof Expected>;

/** A page of the set: its file, and what reading it must give. */
export interface ScoredPage {
  name: string;
  html: string;
  expected: Expected;
}

/**
 * The pages of a folder, each NAME.html beside NAME.json, in the order of their names.
 * @throws Error that names the file whose content is not as described
 */
export function readPages(folder: string): ScoredPage[] {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.html'))
    .map((file) => file.slice(0, -'.html'.length))
    .sort();
  return names.map((name) => {
    const json: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    const expected = Expected.safeParse(json);
    if (!expected.success) throw new Error(`${name}.json: ${z.prettifyError(expected.error)}`);
    return { name, html: readFileSync(join(folder, `${name}.html`), 'utf8'), expected: expected.data };
  });
}
