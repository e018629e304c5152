import type { CustomerField, CustomerForm } from '../../drafts/customers/customer-draft.ts';
import { type TextName, text } from '../../text.ts';
import { Field, TextField } from '../controls/field.tsx';

interface CustomerFieldsProps {
  fields: CustomerForm['fields'];
  onField: (field: CustomerField, value: string) => void;
  problemOf: (path: string, typed: string) => string | undefined;
}

type Inputs = readonly (readonly [CustomerField, TextName, string])[];

const names: Inputs = [
  ['name', 'name', 'text'],
  ['email', 'email', 'email'],
];
const numbers: Inputs = [
  ['phone', 'phone', 'tel'],
  ['source_id', 'source_id', 'text'],
];
const streets: Inputs = [
  ['address.line_1', 'address_line_1', 'text'],
  ['address.line_2', 'address_line_2', 'text'],
];
const places: Inputs = [
  ['address.postal_code', 'postal_code', 'text'],
  ['address.city', 'city', 'text'],
  ['address.state', 'address_state', 'text'],
  ['address.country', 'country', 'text'],
];

/** The fields that every customer has. */
export function CustomerFields({ fields, onField, problemOf }: CustomerFieldsProps) {
  const inputs = (part: Inputs) =>
    part.map(([field, name, type]) => (
      <TextField
        key={field}
        label={text(name)}
        type={type}
        error={problemOf(field, fields[field])}
        value={fields[field]}
        autocomplete="off"
        onValue={(value) => onField(field, value)}
      />
    ));
  return (
    <>
      <section class="section" aria-label={text('details')}>
        <div class="wide-pair">{inputs(names)}</div>
        <div class="pair">{inputs(numbers)}</div>
        <TextField
          label={text('birthdate')}
          type="date"
          error={problemOf('birthdate', fields.birthdate)}
          value={fields.birthdate}
          onValue={(value) => onField('birthdate', value)}
        />
        <Field label={text('description')} error={problemOf('description', fields.description)}>
          {(props) => (
            <textarea
              {...props}
              class="input"
              value={fields.description}
              onInput={(event) => onField('description', event.currentTarget.value)}
            />
          )}
        </Field>
      </section>
      <section class="section" aria-labelledby="address-title">
        <h2 id="address-title">{text('address')}</h2>
        <div class="wide-pair">{inputs(streets)}</div>
        <div class="pair">{inputs(places)}</div>
      </section>
    </>
  );
}
