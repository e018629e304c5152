import type { PersonWrite } from '../customers/write-store.ts';
import type { MetadataCheck } from '../metadata-schemas/check-metadata.ts';
import type { OverrideWrite } from '../products/catalogue-store.ts';
import type { PricedEntry } from './order-write.ts';

const ofOrder = ({ write }: PricedEntry): MetadataCheck => {
  const { matchId, matchSourceId, mustExist, metadata, place } = write;
  const target = { owner: 'orders' as const, matchId, matchSourceId };
  return { resource: 'order', path: ['metadata'], metadata, place, target, exists: mustExist };
};

const ofLines = ({ write: { items, place } }: PricedEntry): MetadataCheck[] =>
  (items ?? []).map(({ metadata }, index) => ({
    resource: 'order_item',
    path: ['items', index, 'metadata'],
    metadata,
    place,
    target: null,
  }));

const ofPerson = ({
  id,
  sourceId,
  role,
  orderId,
  orderSourceId,
  metadata,
  place,
}: PersonWrite): MetadataCheck => ({
  resource: 'customer',
  path: [role, 'metadata'],
  metadata,
  place,
  target: { owner: 'customers', matchId: id, matchSourceId: sourceId, role, orderId, orderSourceId },
});

const ofOverride = ({ kind, id, metadata, place, line }: OverrideWrite): MetadataCheck => ({
  resource: kind,
  path: ['items', line, kind, 'metadata'],
  metadata,
  place,
  target: { owner: kind === 'product' ? 'products' : 'skus', matchId: id, matchSourceId: null },
});

/** All metadata that some orders write: their own, their lines', their people's, and what goes to the catalogue. */
export const metadataOf = (
  entries: readonly PricedEntry[],
  people: readonly PersonWrite[],
  overrides: readonly OverrideWrite[],
): MetadataCheck[] => [
  ...entries.flatMap((entry) => [ofOrder(entry), ...ofLines(entry)]),
  ...people.map(ofPerson),
  ...overrides.map(ofOverride),
];
