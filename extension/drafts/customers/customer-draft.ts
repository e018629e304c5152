import * as z from 'zod';
import { CreateCustomer, Customer, type UpdateCustomer } from '../../../shared/customers/customers.ts';
import type { MetadataSchema } from '../../../shared/metadata/metadata-definitions.ts';
import { newId } from '../../identifiers.ts';
import { text } from '../../text.ts';
import { changedMetadata, readMetadata, toAttribute } from '../attributes/attribute-text.ts';
import { DraftAttribute } from '../attributes/draft-attribute.ts';
import { draftSchema } from '../store/draft.ts';
import { isSameJson } from '../store/same-json.ts';

const profileFields = ['name', 'email', 'phone', 'source_id', 'birthdate', 'description'] as const;
const addressFields = ['line_1', 'line_2', 'postal_code', 'city', 'state', 'country'] as const;

/** The fields of the form, by the paths that the server would name. */
export const customerFields = [
  ...profileFields,
  ...addressFields.map((name) => `address.${name}` as const),
] as const;
export type CustomerField = (typeof customerFields)[number];

/** What the form shows. */
export const CustomerForm = z.object({
  fields: z.record(z.enum(customerFields), z.string()),
  attributes: z.array(DraftAttribute),
});
export type CustomerForm = z.infer<typeof CustomerForm>;

/** A draft of a new customer, or of a change of the customer `base`. */
export const CustomerDraft = draftSchema(CustomerForm, Customer, { body: CreateCustomer });
export type CustomerDraft = z.infer<typeof CustomerDraft>;

const fieldsFrom = (textOf: (field: CustomerField) => string): CustomerForm['fields'] =>
  Object.fromEntries(customerFields.map((field) => [field, textOf(field)])) as CustomerForm['fields'];

export const emptyCustomerForm: CustomerForm = { fields: fieldsFrom(() => ''), attributes: [] };

/** A customer as the form shows it. Custom attributes are typed as the schema says, if there is one. */
export function toCustomerForm(customer: Customer, schema?: MetadataSchema): CustomerForm {
  const { address, birthday, metadata = {} } = customer;
  const flat: Record<string, string | null | undefined> = {
    ...Object.fromEntries(profileFields.map((name) => [name, customer[name]])),
    ...Object.fromEntries(addressFields.map((name) => [`address.${name}`, address?.[name]])),
    birthdate: customer.birthdate ?? birthday,
  };
  return {
    fields: fieldsFrom((field) => flat[field] ?? ''),
    // Null is what is left of an attribute that was removed.
    attributes: Object.entries(metadata)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => toAttribute(key, value, schema?.properties[key])),
  };
}

/** A new customer of whom nothing is known. */
export const newCustomerDraft = (server: string): CustomerDraft => ({
  id: newId('customer'),
  server,
  base: null,
  form: emptyCustomerForm,
  changedAt: Date.now(),
  delivery: { state: 'open' },
});

/** Whether there is anything in the draft that would be lost without it. */
export const isTouched = ({ form, base }: CustomerDraft): boolean =>
  !isSameJson(form, base?.form ?? emptyCustomerForm);

/** The metadata of a form, and what is wrong with the form: a text for each field. */
export function readCustomerForm({ fields, attributes }: CustomerForm, isNew: boolean) {
  const problems = new Map<string, string>();
  const metadata = readMetadata(attributes, problems);
  const known = [fields.name, fields.email, fields.phone, fields.source_id];
  if (isNew && known.every((value) => value.trim() === '')) problems.set('name', text('problem_person'));
  return { metadata, problems };
}

type Texts = Record<string, string | null>;

/** The fields that differ from before, null where they were emptied; an address that has nothing left is taken away. */
function changedFields(now: CustomerForm['fields'], before: CustomerForm['fields']) {
  const changed = customerFields.filter((field) => now[field].trim() !== before[field].trim());
  const given = (field: CustomerField) => now[field].trim() || null;
  const profile: Texts = {};
  const address: Texts = {};
  for (const field of changed) {
    const [, part] = field.split('address.');
    if (part) address[part] = given(field);
    else profile[field] = given(field);
  }
  const isEmpty = addressFields.every((part) => now[`address.${part}`].trim() === '');
  return {
    ...profile,
    ...(Object.keys(address).length > 0 && { address: isEmpty ? null : address }),
  };
}

/** What a draft sends: a whole new customer, or what was changed of a known one. */
export function bodyOfCustomer({ id, form, base }: CustomerDraft): CreateCustomer | UpdateCustomer {
  const before = base?.form ?? emptyCustomerForm;
  const { metadata: now } = readCustomerForm(form, base === null);
  const metadata = base ? changedMetadata(form.attributes, before.attributes, now) : now;
  const profile: UpdateCustomer = changedFields(form.fields, before.fields);
  // The form has one field for the two that the API knows.
  const hasBirthday = base?.stored.birthday !== undefined && profile.birthdate !== undefined;
  return {
    ...(!base && { id }),
    ...profile,
    ...(hasBirthday && { birthday: profile.birthdate }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}
