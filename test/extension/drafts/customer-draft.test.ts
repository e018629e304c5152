import { describe, expect, it } from 'vitest';
import {
  bodyOfCustomer,
  type CustomerDraft,
  CustomerDraft as CustomerDraftSchema,
  type CustomerField,
  isTouched,
  newCustomerDraft,
  readCustomerForm,
  toCustomerForm,
} from '../../../extension/drafts/customers/customer-draft.ts';
import { customerDraftStorage } from '../../../extension/drafts/customers/customer-draft-storage.ts';
import { findCustomerDraft } from '../../../extension/drafts/customers/find-customer-draft.ts';
import { CreateCustomer, type Customer, UpdateCustomer } from '../../../shared/customers/customers.ts';
import { makeCustomer, makeSchema } from '../set-up/factories.ts';

const SERVER = 'https://api.example';

const ann: Customer = {
  ...makeCustomer({ name: 'Ann', email: 'ann@example.com', source_id: 'ann-1' }),
  birthdate: '1986-04-12',
  address: { city: 'Leeds', postal_code: 'LS1', country: null },
  metadata: { tier: 'gold', tags: ['press', 'vip'], visits: 3, gone: null },
};

const draftOf = (customer: Customer): CustomerDraft => {
  const form = toCustomerForm(customer);
  return {
    id: customer.id,
    server: SERVER,
    base: { stored: customer, form, etag: '"1"' },
    form,
    changedAt: 1,
    delivery: { state: 'open' },
  };
};

const typed = (draft: CustomerDraft, fields: Partial<Record<CustomerField, string>>): CustomerDraft => ({
  ...draft,
  form: { ...draft.form, fields: { ...draft.form.fields, ...fields } },
});

const withAttribute = (draft: CustomerDraft, key: string, text: string): CustomerDraft => ({
  ...draft,
  form: {
    ...draft.form,
    attributes: draft.form.attributes.map((each) => (each.key === key ? { ...each, text } : each)),
  },
});

describe('the form on a customer', () => {
  it('shows what is stored, an attribute that was taken away no more', () => {
    const { fields, attributes } = toCustomerForm(ann);
    expect(fields).toMatchObject({
      name: 'Ann',
      phone: '',
      birthdate: '1986-04-12',
      'address.city': 'Leeds',
      'address.country': '',
    });
    expect(attributes.map(({ key, text }) => [key, text])).toEqual([
      ['tier', 'gold'],
      ['tags', 'press\nvip'],
      ['visits', '3'],
    ]);
  });

  it('types attributes as the schema says', () => {
    const schema = makeSchema('customer', { visits: { type: 'number' }, since: { type: 'date' } });
    const form = toCustomerForm({ ...ann, metadata: { visits: 3, since: '2020-01-31' } }, schema);
    expect(form.attributes.map(({ type }) => type)).toEqual(['number', 'date']);
  });

  it('sends nothing of what was not changed', () => {
    expect(bodyOfCustomer(draftOf(ann))).toEqual({});
    expect(isTouched(draftOf(ann))).toBe(false);
  });

  it('sends what was changed, and null for what was emptied', () => {
    const draft = withAttribute(
      typed(draftOf(ann), { name: ' Anna ', email: '', 'address.city': 'York', 'address.postal_code': '' }),
      'visits',
      '4',
    );
    const body = bodyOfCustomer(draft);
    expect(body).toEqual({
      name: 'Anna',
      email: null,
      address: { city: 'York', postal_code: null },
      metadata: { visits: 4 },
    });
    expect(UpdateCustomer.safeParse(body).success).toBe(true);
  });

  it('takes an address away of which nothing is left', () => {
    const draft = typed(draftOf(ann), { 'address.city': '', 'address.postal_code': '' });
    expect(bodyOfCustomer(draft)).toEqual({ address: null });
  });

  it('changes the birthday of the older name as well, which would else be shown again', () => {
    const { birthdate, ...older } = ann;
    const draft = draftOf({ ...older, birthday: '1986-04-12' });
    expect(draft.form.fields.birthdate).toBe(birthdate);
    expect(bodyOfCustomer(typed(draft, { birthdate: '' }))).toEqual({ birthdate: null, birthday: null });
  });

  it('sends a new customer whole, with the id that was made here', () => {
    const draft = typed(newCustomerDraft(SERVER), { name: 'Bob', 'address.city': 'Graz' });
    const body = bodyOfCustomer(draft);
    expect(body).toEqual({ id: draft.id, name: 'Bob', address: { city: 'Graz' } });
    expect(CreateCustomer.safeParse(body).success).toBe(true);
  });

  it('asks of a new customer for something to know them by, of a known one for nothing', () => {
    const draft = typed(newCustomerDraft(SERVER), { 'address.city': 'Graz' });
    expect([...readCustomerForm(draft.form, true).problems.keys()]).toEqual(['name']);
    expect(readCustomerForm(draft.form, false).problems.size).toBe(0);
  });

  it('says which attribute is not what it should be', () => {
    const { form } = withAttribute(draftOf(ann), 'visits', 'many');
    expect([...readCustomerForm(form, false).problems.keys()]).toEqual(['metadata.visits']);
  });
});

describe('drafts of customers', () => {
  it('come back from storage as they were, one of each customer and one of a new one', async () => {
    const change = typed(draftOf(ann), { name: 'Anna' });
    const fresh = typed(newCustomerDraft(SERVER), { name: 'Bob' });
    await customerDraftStorage.store(change);
    await customerDraftStorage.store(fresh);
    expect(await findCustomerDraft(SERVER, ann.id)).toEqual(change);
    expect(await findCustomerDraft(SERVER, undefined)).toEqual(fresh);
    expect(await findCustomerDraft('https://other.example', undefined)).toBeUndefined();
    expect((await customerDraftStorage.readAll()).map(({ id }) => id)).toEqual([fresh.id, ann.id]);
    await customerDraftStorage.remove(fresh.id);
    expect(await findCustomerDraft(SERVER, undefined)).toBeUndefined();
  });

  it('are known to hold nothing also once the browser has sorted their keys', () => {
    const sort = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(sort)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([key, inner]) => [key, sort(inner)]),
            )
          : value;
    const stored = CustomerDraftSchema.parse(sort(newCustomerDraft(SERVER)));
    expect(isTouched(stored)).toBe(false);
    expect(isTouched(typed(stored, { name: 'B' }))).toBe(true);
  });
});
