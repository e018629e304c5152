import type { CreateCustomer, UpdateCustomer } from '../../shared/customers/customers.ts';
import { notFound } from '../http/errors.ts';
import { keepReply } from '../idempotency/store.ts';
import { foldedOf } from '../sql/folded.ts';
import { type Change, cleared, type ListWrites } from '../writes/write-one.ts';
import { customerList } from './list-store.ts';
import { type CustomerRow, customerColumns } from './store.ts';
import {
  type CustomerWrite,
  insertCustomers,
  refuseCustomer,
  updateCustomers,
  upsertCustomer,
  writtenCustomer,
  writtenCustomerSnapshot,
} from './write-store.ts';

/** How customers are written. */
export const customerWrites: ListWrites<CustomerRow> = {
  refuse: refuseCustomer,
  upsert: upsertCustomer,
  update: updateCustomers,
  insert: insertCustomers,
  written: writtenCustomer,
  keep: keepReply<{ writes: string }>(writtenCustomerSnapshot),
  resource: 'customer',
  table: 'customers',
  replay: async (database, snapshot) => {
    const row = customerColumns.read(snapshot);
    if (!(await database.first(customerList.exists({ id: row.id })))) throw notFound('customer', row.id);
    return row;
  },
};

/** A validated customer as the store writes it. */
export function toCustomerWrite(customer: CreateCustomer | UpdateCustomer, change: Change): CustomerWrite {
  const { name, email, phone, description, birthday, birthdate, address } = customer;
  const searched = {
    sourceId: customer.source_id ?? null,
    name: cleared(name),
    email: cleared(email),
    phone: cleared(phone),
  };
  return {
    ...change,
    ...searched,
    ...foldedOf(searched),
    description: cleared(description),
    birthday: cleared(birthday),
    birthdate: cleared(birthdate),
    address: cleared(address),
    metadata: customer.metadata ?? null,
  };
}
