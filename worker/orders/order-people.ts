import type { CustomerOfOrder } from '../../shared/customers.ts';
import type { PersonWrite } from '../customers/store.ts';
import type { OrderPeople } from './order-write.ts';
import type { OrderWrite } from './write-store.ts';

const attributes = [
  'name',
  'email',
  'phone',
  'description',
  'birthday',
  'birthdate',
  'address',
  'metadata',
] as const;

const json = (value: object | null | undefined): string | null => (value ? JSON.stringify(value) : null);

function toPerson(person: CustomerOfOrder, role: 'customer' | 'referrer', write: OrderWrite): PersonWrite {
  return {
    id: person.id ?? null,
    sourceId: person.source_id ?? null,
    newId: write[`${role}NewId`] ?? '',
    role,
    orderId: write.matchId,
    orderSourceId: write.matchSourceId,
    name: person.name ?? null,
    email: person.email ?? null,
    phone: person.phone ?? null,
    description: person.description ?? null,
    birthday: person.birthday ?? null,
    birthdate: person.birthdate ?? null,
    address: json(person.address),
    metadata: json(person.metadata),
    at: write.at,
  };
}

/** A person known by id alone needs no writing: the guard has seen that it exists. */
const isReferenceOnly = (person: CustomerOfOrder): boolean =>
  person.id !== undefined &&
  (person.source_id ?? undefined) === undefined &&
  attributes.every((name) => (person[name] ?? undefined) === undefined);

function mergePeople(first: CustomerOfOrder, second: CustomerOfOrder): CustomerOfOrder {
  return {
    ...first,
    ...second,
    ...(first.address && second.address && { address: { ...first.address, ...second.address } }),
    ...(first.metadata && second.metadata && { metadata: { ...first.metadata, ...second.metadata } }),
  };
}

/**
 * The people of a list of orders, each once: who is named again is merged in the order of the list, so that
 * the store's one statement sees no identity twice.
 */
export function toPeople(entries: readonly { write: OrderWrite; people: OrderPeople }[]): PersonWrite[] {
  const known = new Map<
    unknown,
    { person: CustomerOfOrder; role: 'customer' | 'referrer'; write: OrderWrite }
  >();
  for (const { write, people } of entries) {
    for (const role of ['customer', 'referrer'] as const) {
      const person = people[role];
      if (!person || isReferenceOnly(person)) continue;
      const identity = person.id ?? (person.source_id ? `source ${person.source_id}` : Symbol('anonymous'));
      const before = known.get(identity);
      known.set(
        identity,
        before ? { ...before, person: mergePeople(before.person, person) } : { person, role, write },
      );
    }
  }
  return [...known.values()].map(({ person, role, write }) => toPerson(person, role, write));
}
