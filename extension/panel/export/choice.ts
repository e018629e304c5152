import { effect, signal } from '@preact/signals';
import * as z from 'zod';
import { OrderExportParameters } from '../../../shared/exports.ts';
import { readStored, writeStored } from '../../browser.ts';

const KEY = 'export-choice';

/** How a file of orders is to be: the columns in their order, and how it is written. */
export const ExportChoice = z.object({
  fields: z.array(z.string()),
  layout: z.enum(['orders', 'items']),
  order: z.enum(['created_at', '-created_at', 'updated_at', '-updated_at', 'status', '-status']),
  delimiter: z.enum([',', ';', '\t']),
  bom: z.boolean(),
  amounts: z.enum(['minor', 'decimal']),
  timezone: z.string(),
  formulas: z.enum(['escape', 'raw']),
});
export type ExportChoice = z.infer<typeof ExportChoice>;

/** What a spreadsheet shows best: decimal amounts and the user's own time. */
const firstChoice = (): ExportChoice => ({
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
  delimiter: ',',
  bom: true,
  amounts: 'decimal',
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  formulas: 'escape',
});

/** Whether a column is one of lines, which only the layout of a row a line has. */
export const isItemColumn = (name: string): boolean => /^item[_.]/.test(name);

/** The columns that a file of this layout has; those of lines come back with the layout. */
export const columnsOf = ({ fields, layout }: ExportChoice): string[] =>
  layout === 'items' ? fields : fields.filter((name) => !isItemColumn(name));

/** What is asked of the API: the choice, and the list's filters. */
export const toParameters = (choice: ExportChoice, filters: Record<string, unknown>) => ({
  ...choice,
  fields: columnsOf(choice),
  ...(Object.keys(filters).length > 0 && { filters }),
});

/** What the API would not take, as it will say it; undefined where all is well. */
export const problemOf = (choice: ExportChoice): string | undefined =>
  OrderExportParameters.safeParse(toParameters(choice, {})).error?.issues[0]?.message;

export const choice = signal<ExportChoice>(firstChoice());

export function choose(change: Partial<ExportChoice>): void {
  choice.value = { ...choice.peek(), ...change };
}

/** Moves a column by so many places among those that are shown. Answers its new place, from 0. */
export function moveColumn(name: string, by: -1 | 1): number {
  const shown = columnsOf(choice.peek());
  const other = shown[shown.indexOf(name) + by];
  if (other === undefined) return shown.indexOf(name);
  const swapped = choice
    .peek()
    .fields.map((field) => (field === name ? other : field === other ? name : field));
  choose({ fields: swapped });
  return shown.indexOf(name) + by;
}

let begun: Promise<void> | undefined;

/** Begins with the choice of last time; from then on every choice is remembered. */
export function beginChoice(): Promise<void> {
  begun ??= readStored('local', KEY).then((stored) => {
    choice.value = ExportChoice.safeParse(stored).data ?? firstChoice();
    effect(() => void writeStored('local', KEY, choice.value));
  });
  return begun;
}
