import type { CustomerOfOrder } from '../../../shared/customers/customers.ts';
import type { PersonWrite } from '../../customers/write-store.ts';
import { RefusalError } from '../../database.ts';
import { foldedOf } from '../../sql/folded.ts';
import type { OrderWrite } from '../stores/columns-store.ts';
import type { PricedOrder } from './price.ts';

type PersonRole = 'customer' | 'referrer';

function toPerson(person: CustomerOfOrder, role: PersonRole, write: OrderWrite): PersonWrite {
  const searched = {
    sourceId: person.source_id ?? null,
    name: person.name ?? null,
    email: person.email ?? null,
    phone: person.phone ?? null,
  };
  return {
    id: person.id ?? null,
    ...searched,
    ...foldedOf(searched),
    newId: write[`${role}NewId`] ?? '',
    role,
    orderId: write.matchId,
    orderSourceId: write.matchSourceId,
    description: person.description ?? null,
    birthday: person.birthday ?? null,
    birthdate: person.birthdate ?? null,
    address: person.address ?? null,
    metadata: person.metadata ?? null,
    at: write.at,
    by: write.by,
    place: write.place,
  };
}

/** A person known by id alone needs no writing: the guard has seen that it exists. */
const isReferenceOnly = (person: CustomerOfOrder): boolean =>
  person.id !== undefined && Object.entries(person).every(([name, value]) => name === 'id' || value == null);

/** Merges two mentions of a person; the second prevails. */
function mergePeople(first: CustomerOfOrder, second: CustomerOfOrder): CustomerOfOrder {
  const given = Object.fromEntries(Object.entries(second).filter(([, value]) => value != null));
  return {
    ...first,
    ...given,
    ...(first.address && second.address && { address: { ...first.address, ...second.address } }),
    ...(first.metadata && second.metadata && { metadata: { ...first.metadata, ...second.metadata } }),
  };
}

interface Mention {
  person: CustomerOfOrder;
  role: PersonRole;
  write: OrderWrite;
}

/**
 * Maps each source_id to the id that it is given to in the list, so that both name one person.
 * @throws RefusalError duplicate_found when two ids claim one source_id
 */
function claimedIds(mentions: readonly Mention[]): Map<string, string> {
  const claims = new Map<string, string>();
  for (const { person, write } of mentions) {
    const { id, source_id: sourceId } = person;
    if (id === undefined || !sourceId) continue;
    if ((claims.get(sourceId) ?? id) !== id) {
      throw new RefusalError({
        key: 'duplicate_found',
        index: write.place,
        type: 'customer',
        id: sourceId,
        details: 'Two customers are given one source_id.',
      });
    }
    claims.set(sourceId, id);
  }
  return claims;
}

/**
 * Collects the people of a list of orders, each once: mentions of one person are merged in the order of the
 * list, so that the store's statement sees no identity twice.
 * @throws RefusalError duplicate_found when two ids claim one source_id
 */
export function toPeople(orders: readonly PricedOrder[]): PersonWrite[] {
  const mentions = orders.flatMap(({ write, people }) =>
    (['customer', 'referrer'] as const).flatMap((role): Mention[] => {
      const person = people[role];
      return person && !isReferenceOnly(person) ? [{ person, role, write }] : [];
    }),
  );
  const claims = claimedIds(mentions);
  const known = new Map<unknown, Mention>();
  for (const mention of mentions) {
    const { id, source_id: sourceId } = mention.person;
    const claimed = id ?? (sourceId ? claims.get(sourceId) : undefined);
    const identity = claimed ?? (sourceId ? `source ${sourceId}` : Symbol('anonymous'));
    const before = known.get(identity);
    known.set(identity, before ? { ...before, person: mergePeople(before.person, mention.person) } : mention);
  }
  return [...known.values()].map(({ person, role, write }) => toPerson(person, role, write));
}
