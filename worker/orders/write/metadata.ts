import type { PersonWrite } from '../../customers/write-store.ts';
import type { MetadataCheck } from '../../metadata-schemas/check-metadata.ts';
import type { OverrideWrite } from '../../products/catalogue-store.ts';
import type { PricedOrder, PricedOrders } from './price.ts';

const ofOrder = ({ write }: PricedOrder): MetadataCheck => {
  const { matchId, matchSourceId, mustExist, metadata, place } = write;
  const target = { owner: 'orders' as const, matchId, matchSourceId };
  return { resource: 'order', path: ['metadata'], metadata, place, target, exists: mustExist };
};

const ofLines = ({ write: { items, place }, keepsLines }: PricedOrder): MetadataCheck[] =>
  (keepsLines ? [] : (items ?? [])).map(({ metadata }, index) => ({
    resource: 'order_item',
    path: ['items', index, 'metadata'],
    metadata,
    place,
    target: null,
  }));

const ofMention = ({ people, write }: PricedOrder): MetadataCheck[] =>
  (['customer', 'referrer'] as const).map((role) => ({
    resource: 'customer',
    path: [role, 'metadata'],
    metadata: people[role]?.metadata,
    place: write.place,
    target: null,
    asks: 'values',
  }));

/** A person as all mentions together make it. */
const ofPerson = (person: PersonWrite): MetadataCheck => {
  const { id, sourceId, role, orderId, orderSourceId, metadata, place } = person;
  const target = {
    owner: 'customers' as const,
    matchId: id,
    matchSourceId: sourceId,
    role,
    orderId,
    orderSourceId,
  };
  return { resource: 'customer', path: [role, 'metadata'], metadata, place, target, asks: 'required' };
};

const ofOverride = (
  { kind, id, metadata, place, line }: OverrideWrite,
  asks: 'values' | 'required',
): MetadataCheck => {
  const owner = kind === 'product' ? ('products' as const) : ('skus' as const);
  const target = { owner, matchId: id, matchSourceId: null };
  return { resource: kind, path: ['items', line, kind, 'metadata'], metadata, place, target, asks };
};

/** The metadata of the people that orders come with. */
export const metadataOfPeople = (
  orders: readonly PricedOrder[],
  people: readonly PersonWrite[],
): MetadataCheck[] => [...orders.flatMap(ofMention), ...people.map(ofPerson)];

/** The metadata that orders write to the catalogue. */
export const metadataOfCatalogue = ({
  overrides,
  mentions,
}: Pick<PricedOrders, 'overrides' | 'mentions'>): MetadataCheck[] => [
  ...mentions.map((mention) => ofOverride(mention, 'values')),
  ...overrides.map((override) => ofOverride(override, 'required')),
];

/** The metadata of orders, of their lines and of their people. */
export const metadataOfOrders = (
  orders: readonly PricedOrder[],
  people: readonly PersonWrite[],
): MetadataCheck[] => [
  ...orders.flatMap((order) => [ofOrder(order), ...ofLines(order)]),
  ...metadataOfPeople(orders, people),
];

/**
 * All metadata that a round of orders writes: their own, their lines', their people's, and the catalogue's.
 */
export const metadataOf = (
  orders: readonly PricedOrder[],
  people: readonly PersonWrite[],
  catalogue: Pick<PricedOrders, 'overrides' | 'mentions'>,
): MetadataCheck[] => [...metadataOfOrders(orders, people), ...metadataOfCatalogue(catalogue)];
