import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { MetadataSchema, MetadataType } from '../../../shared/metadata/metadata-definitions.ts';
import { apiPaths } from '../../api-paths.ts';
import type { DraftAttribute } from '../../drafts/attributes/draft-attribute.ts';
import { type TextName, text } from '../../text.ts';
import { alert, announce } from '../controls/announce.tsx';
import { failureText } from '../controls/feedback.tsx';
import { CheckField, SelectField, TextField } from '../controls/field.tsx';
import { api, can } from '../session/session.ts';
import { type Resource, reloadSchema } from './metadata-schema.ts';

interface NewAttributeProps {
  resource: Resource;
  taken: string[];
  /** Whether the schema lets other keys in than its own. */
  allowUnknown: boolean;
  onAdd: (attribute: DraftAttribute) => void;
  onCancel: () => void;
}

/** A custom attribute that the schema does not know: for this resource alone, or for all from now on. */
export function NewAttribute({ resource, taken, allowUnknown, onAdd, onCancel }: NewAttributeProps) {
  const key = useSignal('');
  const type = useSignal<MetadataType>('string');
  const isList = useSignal(false);
  const isRequired = useSignal(false);
  const problem = useSignal('');
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => group.current?.querySelector('input')?.focus(), []);

  const add = () => onAdd({ key: key.value.trim(), type: type.value, isList: isList.value, text: '' });
  const isGood = () => {
    const name = key.value.trim();
    problem.value =
      name === '' ? text('problem_required') : taken.includes(name) ? text('problem_key_taken') : '';
    return problem.value === '';
  };
  const addUnknown = () => isGood() && add();
  const addToSchema = async () => {
    if (!isGood()) return;
    try {
      const definition = { type: type.value, array: isList.value, optional: !isRequired.value };
      await api({
        method: 'PUT',
        path: apiPaths.metadataSchema(resource),
        body: { properties: { [key.value.trim()]: definition } },
        reply: MetadataSchema,
      });
      await reloadSchema(resource);
      announce(text('schema_changed'));
      add();
    } catch (error) {
      problem.value = failureText(error);
      alert(problem.value);
    }
  };

  return (
    <fieldset class="new-attribute stack" ref={group}>
      <legend class="label">{text('new_property')}</legend>
      <div class="pair">
        <TextField
          label={text('metadata_key')}
          error={problem.value}
          value={key.value}
          autocomplete="off"
          onValue={(value) => {
            key.value = value;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            if (allowUnknown) addUnknown();
          }}
        />
        <SelectField
          label={text('type')}
          value={type.value}
          options={MetadataType.options.map((name) => [name, text(`type_${name}` as TextName)])}
          onValue={(value) => {
            type.value = value as MetadataType;
          }}
        />
      </div>
      <div class="row">
        <CheckField
          label={text('is_list')}
          checked={isList.value}
          onChecked={(checked) => {
            isList.value = checked;
          }}
        />
        {can('metadata-schemas:write') && (
          <CheckField
            label={text('is_required')}
            checked={isRequired.value}
            onChecked={(checked) => {
              isRequired.value = checked;
            }}
          />
        )}
      </div>
      <div class="row">
        {allowUnknown && (
          <button type="button" class="button" onClick={addUnknown}>
            {text(resource === 'customer' ? 'add_unknown_customer' : 'add_unknown')}
          </button>
        )}
        {can('metadata-schemas:write') && (
          <button type="button" class="button" onClick={addToSchema}>
            {text('add_to_schema')}
          </button>
        )}
        <button type="button" class="button plain" onClick={onCancel}>
          {text('cancel')}
        </button>
      </div>
    </fieldset>
  );
}
