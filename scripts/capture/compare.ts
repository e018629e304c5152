import type { SettledPage } from '../../extension/capture/meaning/settle-page.ts';
import type { Expected, ExpectedOrder } from './expected.ts';

/** How one page was read. `silent` says what is wrong in a reading that was shown as agreeing. */
export interface Score {
  lines: number;
  linesRight: number;
  isWhole: boolean;
  silent: string[];
  /** What else differs: what was not read. */
  missing: string[];
}

type Agreed = Extract<SettledPage, { order: unknown }> & { reading: { agrees: true } };

const isAgreed = (page: SettledPage): page is Agreed => 'order' in page && page.reading.agrees;

const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();
const digits = (text: string): string => text.replace(/\D/g, '');

type Side = Pick<ExpectedOrder, 'currency' | 'total' | 'lines' | 'adjustments'>;

/** A fee may be a line of the order or a sum below it. */
function linesOf({ reading: { lines, adjustments } }: Agreed, expected: Side) {
  const fees = adjustments.fees.map(({ name, amount }) => ({
    name,
    quantity: 1,
    unitPrice: amount,
    sku: undefined,
  }));
  const asLines = fees.filter((fee) =>
    expected.lines.some((line) => line.unit_price === fee.unitPrice && plain(line.name) === plain(fee.name)),
  );
  return [...lines, ...asLines];
}

function compareLines(page: Agreed, expected: Side): { right: number; wrong: string[]; missing: string[] } {
  const left = linesOf(page, expected);
  let right = 0;
  const wrong: string[] = [];
  const missing: string[] = [];
  for (const line of expected.lines) {
    const told = `${line.quantity} x ${line.name} (${line.sku ?? 'no SKU'}) at ${line.unit_price}`;
    const isSame = ({ name, quantity, unitPrice }: (typeof left)[number]): boolean =>
      plain(name) === plain(line.name) && quantity === line.quantity && unitPrice === line.unit_price;
    const exact = left.findIndex((read) => isSame(read) && (!line.sku || read.sku === line.sku));
    const index = exact >= 0 ? exact : left.findIndex((read) => isSame(read) && read.sku === undefined);
    if (index < 0) wrong.push(`no line ${told}`);
    else if (exact < 0) missing.push(`the SKU of ${told}`);
    else right += 1;
    if (index >= 0) left.splice(index, 1);
  }
  for (const { name, quantity, unitPrice, sku } of left)
    wrong.push(`line ${quantity} x ${name} (${sku ?? 'no SKU'}) at ${unitPrice} is not there`);
  return { right, wrong, missing };
}

/** What is within the prices already may be stated as a sum or left out. */
function compareSums({ reading }: Agreed, expected: Side): string[] {
  const wrong: string[] = [];
  if (reading.currency !== expected.currency)
    wrong.push(`currency ${reading.currency}, not ${expected.currency}`);
  if (reading.total !== expected.total) wrong.push(`total ${reading.total}, not ${expected.total}`);
  const { shipping, tax, discount } = reading.adjustments;
  const either = (name: 'shipping' | 'tax' | 'discount', found: readonly number[]) => {
    const wanted = expected.adjustments?.[name];
    if (expected.adjustments && !found.includes(Math.abs(wanted ?? 0)))
      wrong.push(`${name} ${found.join(' or ')}, not ${wanted ?? 0}`);
  };
  either('shipping', [shipping]);
  either('tax', reading.included.tax > 0 ? [tax, tax + reading.included.tax] : [tax]);
  either(
    'discount',
    reading.included.discount > 0 ? [discount, discount + reading.included.discount] : [discount],
  );
  return wrong;
}

function compareCustomer(
  { order }: Agreed,
  { customer }: ExpectedOrder,
): { wrong: string[]; missing: string[] } {
  const wanted =
    typeof customer === 'string'
      ? customer.includes('@')
        ? { email: customer }
        : { name: customer }
      : (customer ?? {});
  const wrong: string[] = [];
  const missing: string[] = [];
  for (const field of ['name', 'email', 'phone'] as const) {
    const [found, right] = [order.customer[field], wanted[field]];
    if (!right) continue;
    if (found === undefined) missing.push(`customer's ${field} ${right}`);
    else if (
      field === 'phone'
        ? digits(found) !== digits(right)
        : plain(found).toLowerCase() !== plain(right).toLowerCase()
    )
      wrong.push(`customer's ${field} ${found}, not ${right}`);
  }
  return { wrong, missing };
}

function compareId(
  { order }: Agreed,
  { source_id, source_id_also }: ExpectedOrder,
): { wrong: string[]; missing: string[] } {
  if (!source_id) return { wrong: [], missing: [] };
  if (order.sourceId === undefined) return { wrong: [], missing: [`source id ${source_id}`] };
  const right = [source_id, source_id_also ?? []].flat().map((id) => id.replace(/^#/, ''));
  return {
    wrong: right.includes(order.sourceId.replace(/^#/, ''))
      ? []
      : [`source id ${order.sourceId}, not ${source_id}`],
    missing: [],
  };
}

/** Compares what was read with what stands in the page. Of several right readings the nearest counts. */
export function scorePage(page: SettledPage, expected: Expected): Score {
  if (expected.readable === false) {
    const silent = isAgreed(page) ? [`is no order, but was read as one of ${page.reading.total}`] : [];
    return { lines: 0, linesRight: 0, isWhole: silent.length === 0, silent, missing: [] };
  }
  const order = expected as ExpectedOrder;
  const refused = (why: string): Score => ({
    lines: order.lines.length,
    linesRight: 0,
    isWhole: false,
    silent: [],
    missing: [why],
  });
  if (!isAgreed(page))
    return refused(
      `refused: ${'problem' in page ? page.problem : `${page.order.reader} ${page.reading.agrees || page.reading.reason}`}`,
    );
  const sides: Side[] = [order, ...(order.also ?? []).map((other) => ({ ...order, ...other }) as Side)];
  const compared = sides.map((side) => {
    const { right, wrong, missing } = compareLines(page, side);
    return { right, missing, count: side.lines.length, wrong: [...wrong, ...compareSums(page, side)] };
  });
  const [nearest] = compared.sort((a, b) => a.wrong.length - b.wrong.length || b.right - a.right);
  const [customer, id] = [compareCustomer(page, order), compareId(page, order)];
  const silent = [...(nearest?.wrong ?? []), ...customer.wrong, ...id.wrong];
  const missing = [...(nearest?.missing ?? []), ...customer.missing, ...id.missing];
  return {
    lines: nearest?.count ?? 0,
    linesRight: nearest?.right ?? 0,
    isWhole: silent.length + missing.length === 0,
    silent,
    missing,
  };
}
