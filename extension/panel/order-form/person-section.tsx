import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DraftPerson, OrderForm } from '../../drafts/orders/order-draft.ts';
import { newId } from '../../identifiers.ts';
import { text } from '../../text.ts';
import { TextField } from '../controls/field.tsx';
import { PersonField } from '../forms/person-field.tsx';
import { can } from '../session/session.ts';
import type { OrderProblems } from './use-order-problems.ts';

interface PersonSectionProps {
  part: 'customer' | 'referrer';
  form: OrderForm;
  change: (change: Partial<OrderForm>) => void;
  problems: OrderProblems;
}

type NewPerson = Extract<DraftPerson, { kind: 'new' }>;

const fields = [
  ['name', 'name', 'name', 'text'],
  ['email', 'email', 'email', 'email'],
  ['phone', 'phone', 'phone', 'tel'],
  ['sourceId', 'source_id', 'source_id', 'text'],
] as const;

/** A new person from what was typed to search: an email, or a name. */
const fromTyped = (typed: string): NewPerson => ({
  kind: 'new',
  id: newId('customer'),
  name: typed.includes('@') ? '' : typed,
  email: typed.includes('@') ? typed : '',
  phone: '',
  sourceId: '',
});

/** The customer or referrer of an order: chosen by search, or made here together with it. */
export function PersonSection({ part, form, change, problems }: PersonSectionProps) {
  const person = form[part];
  const group = useRef<HTMLElement>(null);
  const isNew = person?.kind === 'new';
  const wasNew = useRef(isNew);
  useLayoutEffect(() => {
    if (isNew !== wasNew.current) group.current?.querySelector('input')?.focus();
    wasNew.current = isNew;
  }, [isNew]);

  const set = (next: DraftPerson | null) => change({ [part]: next });
  return (
    <section class="section" ref={group} aria-labelledby={`${part}-title`}>
      <h2 id={`${part}-title`}>{text(part)}</h2>
      {isNew ? (
        <>
          <div class="pair">
            {fields.map(([name, path, label, type]) => (
              <TextField
                key={name}
                label={text(label)}
                type={type}
                error={problems.problemOf(`${part}.${path}`, person[name])}
                value={person[name]}
                autocomplete="off"
                onValue={(value) => set({ ...person, [name]: value })}
              />
            ))}
          </div>
          <div>
            <button type="button" class="button plain" onClick={() => set(null)}>
              {text('choose_instead')}
            </button>
          </div>
        </>
      ) : (
        <PersonField
          label={text('choose_customer')}
          value={person}
          error={
            problems.problemOf(part, problems.isTried.value ? form.lookups[part] : '') ??
            problems.refused.get(`${part}_id`)
          }
          onChoose={(chosen) => set(chosen && { kind: 'known', ...chosen })}
          typed={{
            value: form.lookups[part],
            onValue: (value) => change({ lookups: { ...form.lookups, [part]: value } }),
          }}
          onNew={
            can('customers:write')
              ? (typed) => change({ [part]: fromTyped(typed), lookups: { ...form.lookups, [part]: '' } })
              : undefined
          }
        />
      )}
    </section>
  );
}
