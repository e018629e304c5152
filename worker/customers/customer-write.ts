import type { CreateCustomer, UpdateCustomer } from '../../shared/customers.ts';
import { type Change, cleared } from '../write-one.ts';
import type { CustomerWrite } from './write-store.ts';

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
