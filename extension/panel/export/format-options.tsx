import { type TextName, text } from '../../text.ts';
import { CheckField, SelectField } from '../controls/field.tsx';
import { choice, choose, type ExportChoice, sortOf } from './choice.ts';

type Options<Name extends keyof ExportChoice> = readonly (readonly [ExportChoice[Name], TextName])[];

const layouts: Options<'layout'> = [
  ['orders', 'layout_orders'],
  ['items', 'layout_items'],
];
const orders: Options<'order'> = [
  ['-created_at', 'sort_newest'],
  ['created_at', 'sort_oldest'],
  ['-updated_at', 'sort_changed_last'],
  ['updated_at', 'sort_changed_first'],
  ['status', 'sort_status'],
];
const delimiters: Options<'delimiter'> = [
  [',', 'delimiter_comma'],
  [';', 'delimiter_semicolon'],
  ['\t', 'delimiter_tab'],
];
const amounts: Options<'amounts'> = [
  ['decimal', 'amounts_decimal'],
  ['minor', 'amounts_minor'],
];

const named = (options: readonly (readonly [string, TextName])[]) =>
  options.map(([value, name]): [string, string] => [value, text(name)]);

/** Every zone that the browser knows, with the present choice and UTC, which some browsers leave out. */
const zones = (present: string): [string, string][] =>
  [...new Set([present, 'UTC', ...Intl.supportedValuesOf('timeZone')])].map((zone) => [zone, zone]);

/** How the file is written. */
export function FormatOptions() {
  const { subject, layout, delimiter, amounts: amountForm, bom, timezone, formulas } = choice.value;
  const set =
    <Name extends keyof ExportChoice>(name: Name) =>
    (value: string) =>
      choose({ [name]: value });
  return (
    <section class="section" aria-labelledby="format-title">
      <h2 id="format-title">{text('format')}</h2>
      {subject === 'order' && (
        <SelectField label={text('layout')} value={layout} options={named(layouts)} onValue={set('layout')} />
      )}
      <SelectField
        label={text('sort')}
        value={sortOf(choice.value)}
        options={named(orders.filter(([name]) => subject === 'order' || name !== 'status'))}
        onValue={set('order')}
      />
      <details>
        <summary>{text('more_options')}</summary>
        <div class="stack more-options">
          <div class="pair">
            <SelectField
              label={text('delimiter')}
              hint={text('delimiter_hint')}
              value={delimiter}
              options={named(delimiters)}
              onValue={set('delimiter')}
            />
            <SelectField
              label={text('amounts')}
              value={amountForm}
              options={named(amounts)}
              onValue={set('amounts')}
            />
          </div>
          <SelectField
            label={text('timezone')}
            value={timezone}
            options={zones(timezone)}
            onValue={set('timezone')}
          />
          <CheckField label={text('bom')} checked={bom} onChecked={(checked) => choose({ bom: checked })} />
          <CheckField
            label={text('escape_formulas')}
            checked={formulas === 'escape'}
            onChecked={(checked) => choose({ formulas: checked ? 'escape' : 'raw' })}
          />
        </div>
      </details>
    </section>
  );
}
