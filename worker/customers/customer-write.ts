import type { CreateCustomer, UpdateCustomer } from '../../shared/customers.ts';
import type { Change } from '../write-one.ts';
import type { CustomerWrite } from './write-store.ts';

/** null clears, as an empty text does; what is not given stays. */
const cleared = <Value>(value: Value | null | undefined): Value | '' | null =>
  value === undefined ? null : (value ?? '');

/** A validated customer as the store writes it. */
export function toCustomerWrite(customer: CreateCustomer | UpdateCustomer, change: Change): CustomerWrite {
  const { name, email, phone, description, birthday, birthdate, address } = customer;
  return {
    ...change,
    sourceId: customer.source_id ?? null,
    name: cleared(name),
    email: cleared(email),
    phone: cleared(phone),
    description: cleared(description),
    birthday: cleared(birthday),
    birthdate: cleared(birthdate),
    address: cleared(address),
    metadata: customer.metadata ?? null,
  };
}
