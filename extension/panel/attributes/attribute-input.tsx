import type { MetadataDefinition } from '../../../shared/metadata/metadata-definitions.ts';
import type { DraftAttribute } from '../../drafts/attributes/draft-attribute.ts';
import { text } from '../../text.ts';
import { Field, SelectField, TextField } from '../controls/field.tsx';

interface AttributeInputProps {
  attribute: DraftAttribute;
  definition?: MetadataDefinition | undefined;
  error?: string | undefined;
  onText: (text: string) => void;
}

const inputTypes = {
  date: { type: 'date' },
  datetime: { type: 'datetime-local', step: 1 },
  image_url: { type: 'url', placeholder: 'https://' },
  number: { inputMode: 'decimal' },
  geopoint: { placeholder: '52.23,21.01' },
} as const;

/** The input that fits a custom attribute: by its type, and by the values that its definition allows. */
export function AttributeInput({ attribute, definition, error, onText }: AttributeInputProps) {
  const { key, type, isList, text: value } = attribute;
  const required = definition?.optional === false;
  const field = { label: key, required, error };
  // An input of one line would take the line ends out.
  if (isList || type === 'object' || value.includes('\n')) {
    const hint = isList ? text('one_a_line') : type === 'object' ? text('as_json') : undefined;
    return (
      <Field {...field} hint={hint}>
        {(props) => (
          <textarea
            {...props}
            class="input"
            value={value}
            onInput={(event) => onText(event.currentTarget.value)}
          />
        )}
      </Field>
    );
  }
  const choices = type === 'boolean' ? ['true', 'false'] : definition?.eq?.map(String);
  if (choices) {
    const label = (choice: string) => (type === 'boolean' ? text(choice === 'true' ? 'yes' : 'no') : choice);
    const all = value === '' || choices.includes(value) ? choices : [value, ...choices];
    const options = all.map((choice): [string, string] => [choice, label(choice)]);
    return <SelectField {...field} value={value} options={[['', '–'], ...options]} onValue={onText} />;
  }
  const attributes = type in inputTypes ? inputTypes[type as keyof typeof inputTypes] : {};
  return <TextField {...field} {...attributes} value={value} autocomplete="off" onValue={onText} />;
}
