import type { OrderForm } from '../../drafts/orders/order-draft.ts';

const parts = ['customer', 'referrer'] as const;
const profile = ['name', 'email', 'phone', 'source_id'];

/** The paths that the form has a place for; metadata by all its keys. */
export function placesOf({ lines, customer, referrer }: OrderForm, keys: Iterable<string>): Set<string> {
  const people = { customer, referrer };
  return new Set([
    'source_id',
    'item',
    'code',
    'redeemables',
    ...(lines.length === 0 ? ['amount'] : []),
    ...lines.flatMap((_, index) => ['', '.quantity', '.price'].map((end) => `items[${index}]${end}`)),
    ...parts.flatMap((part) =>
      people[part]?.kind === 'new' ? profile.map((name) => `${part}.${name}`) : [part, `${part}_id`],
    ),
    ...[...keys].map((key) => `metadata.${key}`),
  ]);
}

/** Problems by the fields that show them: the one that a path is of, else the one that it is in, else the form as a whole. */
export function place(
  problems: Iterable<[path: string, message: string]>,
  places: Set<string>,
): Map<string, string> {
  const placed = new Map<string, string>();
  for (const [path, message] of problems) {
    let field = path;
    while (field !== '' && !places.has(field)) field = field.replace(/(^|\.|\[)[^.[]*$/, '');
    const told = field === '' && path !== '' ? `${path}: ${message}` : message;
    const before = placed.get(field);
    if (before === undefined) placed.set(field, told);
    else if (field === '') placed.set('', `${before} ${told}`);
  }
  return placed;
}
