import { useEffect, useRef } from 'preact/hooks';
import { amountProblemText, readAmount } from '../../money-text.ts';
import { text } from '../../text.ts';
import { SelectField, TextField } from '../controls/field.tsx';
import { PersonField } from '../forms/person-field.tsx';
import { currency } from '../session/session.ts';
import {
  attributeOperatorNames,
  attributeOperators,
  filters,
  noFilters,
  setFilters,
} from './list-filters.ts';

/** Says why a typed bound does not filter; an empty one is none. */
function amountError(typed: string): string | undefined {
  const read = readAmount(typed, currency.value);
  return typed.trim() === '' || 'amount' in read ? undefined : amountProblemText(read, currency.value);
}

interface FilterSheetProps {
  total: string;
  onClose: () => void;
}

/** The filters that need room. They act as they are typed; the list behind shows it, and so does the total here. */
export function FilterSheet({ total, onClose }: FilterSheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { from, to, customer, least, most, attribute } = filters.value;
  const setAttribute = (change: Partial<typeof attribute>) =>
    setFilters({ attribute: { ...attribute, ...change } });
  return (
    <dialog class="sheet" ref={dialog} aria-labelledby="filters-title" onClose={onClose}>
      <form
        class="sheet-body"
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          dialog.current?.close();
        }}
      >
        <h2 id="filters-title">{text('filters')}</h2>
        <div class="pair">
          <TextField
            label={text('from')}
            type="date"
            value={from}
            max={to}
            onValue={(value) => setFilters({ from: value })}
          />
          <TextField
            label={text('to')}
            type="date"
            value={to}
            min={from}
            onValue={(value) => setFilters({ to: value })}
          />
        </div>
        <PersonField
          label={text('customer')}
          value={customer}
          onChoose={(person) => setFilters({ customer: person })}
        />
        <div class="pair">
          <TextField
            label={text('least')}
            inputMode="decimal"
            value={least}
            error={amountError(least)}
            onValue={(value) => setFilters({ least: value })}
          />
          <TextField
            label={text('most')}
            inputMode="decimal"
            value={most}
            error={amountError(most)}
            onValue={(value) => setFilters({ most: value })}
          />
        </div>
        <fieldset class="stack">
          <legend class="label">{text('metadata')}</legend>
          <TextField
            label={text('metadata_key')}
            value={attribute.key}
            onValue={(key) => setAttribute({ key })}
          />
          <div class="pair">
            <SelectField
              label={text('condition')}
              value={attribute.operator}
              options={attributeOperators.map((name) => [name, text(attributeOperatorNames[name])])}
              onValue={(operator) => setAttribute({ operator: operator as typeof attribute.operator })}
            />
            {attribute.operator !== '$has_value' && (
              <TextField
                label={text('value')}
                value={attribute.value}
                onValue={(value) => setAttribute({ value })}
              />
            )}
          </div>
        </fieldset>
        <div class="row end">
          <span class="quiet small">{total}</span>
          <button
            type="button"
            class="button"
            onClick={() =>
              setFilters({
                ...noFilters,
                q: filters.value.q,
                status: filters.value.status,
                order: filters.value.order,
              })
            }
          >
            {text('clear')}
          </button>
          <button type="submit" class="button primary">
            {text('done')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
