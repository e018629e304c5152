import { effect, signal } from '@preact/signals';
import * as z from 'zod';
import { ExportedObject, exportParameters } from '../../../shared/exports/exports.ts';
import { readStored, writeStored } from '../../browser.ts';
import type { TextName } from '../../text.ts';

const KEY = 'export-choice';

const firstOfCustomers = ['source_id', 'name', 'email', 'phone', 'orders_total_count', 'orders_total_amount'];

/** How a file is to be: of what, the columns in their order, and how it is written. */
export const ExportChoice = z.object({
  subject: ExportedObject.default('order'),
  /** The columns of a file of customers. */
  customerFields: z.array(z.string()).default(firstOfCustomers),
  /** The columns of a file of orders. */
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
export const firstChoice = (): ExportChoice => ({
  subject: 'order',
  customerFields: firstOfCustomers,
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

/** The columns that the file has; those of lines come back with the layout. */
export function columnsOf({ subject, customerFields, fields, layout }: ExportChoice): string[] {
  if (subject === 'customer') return customerFields;
  return layout === 'items' ? fields : fields.filter((name) => !isItemColumn(name));
}

/** What the rows are sorted by; customers have no status. */
export const sortOf = ({ subject, order }: ExportChoice): ExportChoice['order'] =>
  subject === 'customer' && order.endsWith('status') ? '-created_at' : order;

/** What is asked of the API: the choice, and of orders the list's filters. */
export function toParameters(choice: ExportChoice, filters: Record<string, unknown>) {
  const { subject, customerFields: _, layout, ...format } = choice;
  return {
    ...format,
    fields: columnsOf(choice),
    order: sortOf(choice),
    ...(subject === 'order' && { layout }),
    ...(subject === 'order' && Object.keys(filters).length > 0 && { filters }),
  };
}

/** Why the API would not make the file; undefined where it would. */
export function problemOf(choice: ExportChoice): TextName | undefined {
  if (columnsOf(choice).length === 0) return 'problem_no_columns';
  const isGood = exportParameters[choice.subject].safeParse(toParameters(choice, {})).success;
  return isGood ? undefined : 'problem_columns';
}

export const choice = signal<ExportChoice>(firstChoice());

export function choose(change: Partial<ExportChoice>): void {
  choice.value = { ...choice.peek(), ...change };
}

/** Changes the columns of what is exported: all of them, also those that the layout leaves out. */
export function chooseColumns(change: (columns: string[]) => string[]): void {
  const { subject, customerFields, fields } = choice.peek();
  if (subject === 'customer') choose({ customerFields: change(customerFields) });
  else choose({ fields: change(fields) });
}

/** Moves a column by so many places among those that are shown. Answers its new place, from 0. */
export function moveColumn(name: string, by: -1 | 1): number {
  const shown = columnsOf(choice.peek());
  const other = shown[shown.indexOf(name) + by];
  if (other === undefined) return shown.indexOf(name);
  chooseColumns((columns) =>
    columns.map((column) => (column === name ? other : column === other ? name : column)),
  );
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
