import { useSignal } from '@preact/signals';
import { Plus, Trash2 } from 'lucide';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MetadataDefinition } from '../../../shared/metadata-definitions.ts';
import type { DraftAttribute, OrderForm } from '../../drafts/draft.ts';
import { text } from '../../text.ts';
import { Icon } from '../controls/icon.tsx';
import { IconButton } from '../controls/screen.tsx';
import { lazy } from '../lazy.tsx';
import { useSchema } from '../metadata-schema.ts';
import { AttributeInput } from './attribute-input.tsx';
import type { Problems } from './use-problems.ts';

const NewAttribute = lazy(async () => (await import('./new-attribute.tsx')).NewAttribute, null);

interface AttributesSection {
  form: OrderForm;
  change: (change: Partial<OrderForm>) => void;
  problems: Problems;
}

/** How an attribute is typed in: as the schema says, unless it holds what only JSON can say. */
function shapeOf(typed: DraftAttribute | undefined, { type, array }: MetadataDefinition) {
  const isJson = typed?.type === 'object' && !typed.isList && typed.text !== '';
  return isJson ? { type: typed.type, isList: false } : { type, isList: array };
}

/** The attributes of the form in the order of the schema, with those that it has beside; the schema's empty ones included. */
function merge(attributes: DraftAttribute[], defined: [string, MetadataDefinition][]): DraftAttribute[] {
  const typed = new Map(attributes.map((attribute) => [attribute.key, attribute]));
  const known = defined.map(([key, definition]): DraftAttribute => {
    const own = typed.get(key);
    return { key, text: own?.text ?? '', ...shapeOf(own, definition) };
  });
  const keys = new Set(defined.map(([key]) => key));
  return [...known, ...attributes.filter(({ key }) => !keys.has(key))];
}

/** Custom attributes: those that the schema defines, and any others. */
export function AttributesSection({ form, change, problems }: AttributesSection) {
  const isAdding = useSignal(false);
  const { data: schema } = useSchema('order');
  const defined = Object.entries(schema?.properties ?? {});
  const attributes = merge(form.attributes, defined);
  const section = useRef<HTMLElement>(null);
  /** Where the focus goes once that is there: an attribute's key, or null for the button that adds one. */
  const focusNext = useRef<string | null | undefined>(undefined);
  useLayoutEffect(() => {
    const key = focusNext.current;
    if (key === undefined) return;
    const all = section.current?.querySelectorAll<HTMLElement>('[data-attribute]') ?? [];
    const place =
      key === null
        ? section.current?.querySelector('.add-attribute')
        : [...all].find((one) => one.dataset.attribute === key);
    focusNext.current = undefined;
    place?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
  });
  const set = (next: DraftAttribute) => {
    const others = form.attributes.filter(({ key }) => key !== next.key);
    const place = form.attributes.findIndex(({ key }) => key === next.key);
    change({ attributes: place < 0 ? [...others, next] : form.attributes.with(place, next) });
  };
  return (
    <section class="section" ref={section}>
      <h2>{text('metadata')}</h2>
      {attributes.map((attribute) => {
        const definition = schema?.properties[attribute.key];
        return (
          <div key={attribute.key} class="attribute" data-attribute={attribute.key}>
            <AttributeInput
              attribute={attribute}
              definition={definition}
              error={problems.problemOf(`metadata.${attribute.key}`, attribute.text)}
              onText={(typed) => set({ ...attribute, text: typed })}
            />
            {!definition && (
              <IconButton
                label={text('remove_what', attribute.key)}
                icon={Trash2}
                onClick={() => {
                  focusNext.current = null;
                  change({ attributes: form.attributes.filter(({ key }) => key !== attribute.key) });
                }}
              />
            )}
          </div>
        );
      })}
      {isAdding.value ? (
        <NewAttribute
          taken={attributes.map(({ key }) => key)}
          allowUnknown={!schema?.allow_defined_only}
          onAdd={(attribute) => {
            focusNext.current = attribute.key;
            set(attribute);
            isAdding.value = false;
          }}
          onCancel={() => {
            focusNext.current = null;
            isAdding.value = false;
          }}
        />
      ) : (
        <div class="add-attribute">
          <button
            type="button"
            class="button"
            onClick={() => {
              isAdding.value = true;
            }}
          >
            <Icon of={Plus} />
            {text('add_property')}
          </button>
        </div>
      )}
    </section>
  );
}
