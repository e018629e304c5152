import { useSignal } from '@preact/signals';
import { Plus, Trash2 } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import type { MetadataDefinition } from '../../../shared/metadata/metadata-definitions.ts';
import type { DraftAttribute } from '../../drafts/attributes/draft-attribute.ts';
import { text } from '../../text.ts';
import { Icon } from '../controls/icon.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { lazy } from '../controls/lazy.tsx';
import { AttributeInput } from './attribute-input.tsx';
import { type Resource, useSchema } from './metadata-schema.ts';
import './attributes.css';

const NewAttribute = lazy(async () => (await import('./new-attribute.tsx')).NewAttribute, null);

const ADD = '.add-attribute';

interface AttributesSectionProps {
  /** Whose schema says what the attributes are. */
  resource: Resource;
  attributes: DraftAttribute[];
  onAttributes: (attributes: DraftAttribute[]) => void;
  problemOf: (path: string, typed: string) => string | undefined;
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
export function AttributesSection({ resource, attributes, onAttributes, problemOf }: AttributesSectionProps) {
  const isAdding = useSignal(false);
  const section = useRef<HTMLElement>(null);
  /** What gets the focus once it is there: what had it has made way. */
  const focusNext = useRef('');
  useEffect(() => {
    const element = focusNext.current && section.current?.querySelector<HTMLElement>(focusNext.current);
    if (!element) return;
    element.focus();
    focusNext.current = '';
  });
  const { data: schema } = useSchema(resource);
  const defined = Object.entries(schema?.properties ?? {});
  const shown = merge(attributes, defined);
  const set = (next: DraftAttribute) => {
    const place = attributes.findIndex(({ key }) => key === next.key);
    onAttributes(place < 0 ? [...attributes, next] : attributes.with(place, next));
  };
  return (
    <section class="section" ref={section}>
      <h2>{text('metadata')}</h2>
      {shown.map((attribute) => {
        const definition = schema?.properties[attribute.key];
        return (
          <div key={attribute.key} class="attribute" data-attribute={attribute.key}>
            <AttributeInput
              attribute={attribute}
              definition={definition}
              error={problemOf(`metadata.${attribute.key}`, attribute.text)}
              onText={(typed) => set({ ...attribute, text: typed })}
            />
            {!definition && (
              <IconButton
                label={text('remove_what', attribute.key)}
                icon={Trash2}
                onClick={() => {
                  focusNext.current = ADD;
                  onAttributes(attributes.filter(({ key }) => key !== attribute.key));
                }}
              />
            )}
          </div>
        );
      })}
      {isAdding.value ? (
        <NewAttribute
          resource={resource}
          taken={shown.map(({ key }) => key)}
          allowUnknown={!schema?.allow_defined_only}
          onAdd={(attribute) => {
            focusNext.current = `[data-attribute="${CSS.escape(attribute.key)}"] :is(input, select, textarea)`;
            set(attribute);
            isAdding.value = false;
          }}
          onCancel={() => {
            focusNext.current = ADD;
            isAdding.value = false;
          }}
        />
      ) : (
        <div>
          <button
            type="button"
            class="button add-attribute"
            onClick={() => {
              isAdding.value = true;
            }}
          >
            <Icon icon={Plus} />
            {text('add_property')}
          </button>
        </div>
      )}
    </section>
  );
}
