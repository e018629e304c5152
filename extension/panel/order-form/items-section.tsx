import { Trash2 } from 'lucide';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { fold } from '../../../shared/folding.ts';
import type { Product, ProductList, Sku } from '../../../shared/products.ts';
import { keptProduct, keptSku } from '../../drafts/orders/catalogue-line.ts';
import { type DraftLine, newLine, type OrderForm } from '../../drafts/orders/order-draft.ts';
import { readAmount, toInputText } from '../../money-text.ts';
import { text } from '../../text.ts';
import { Combobox, type Option } from '../controls/combobox.tsx';
import { TextField } from '../controls/field.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { useDebounced } from '../controls/use-debounced.ts';
import { searchProducts } from '../forms/search-products.ts';
import { toSearch } from '../lists/search-text.ts';
import { useQuery } from '../session/query.ts';
import { can, connection, currency } from '../session/session.ts';
import { Money } from '../values/money.tsx';
import type { OrderProblems } from './use-order-problems.ts';

const OFFERED = 8;

interface Part {
  form: OrderForm;
  change: (change: Partial<OrderForm>) => void;
  problems: OrderProblems;
}

function useCatalogue(typed: string) {
  const q = useDebounced(typed.trim());
  const { data, isFetching } = useQuery<ProductList>({
    queryKey: ['product-search', connection.value?.url, q],
    enabled: toSearch(q) !== undefined && can('products:read'),
    queryFn: ({ signal }) => searchProducts(q, OFFERED, signal),
  });
  const { products: found, did_you_mean: meant } = (q === typed.trim() && data) || {};
  return { found, meant, isFetching };
}

const priceText = (price: number | null): string =>
  price === null ? '' : toInputText(price, currency.peek());

const productLine = (product: Product): DraftLine =>
  newLine({
    name: product.name ?? product.source_id ?? product.id,
    price: priceText(product.price),
    kept: keptProduct(product),
  });

const skuLine = (product: Product, sku: Sku): DraftLine =>
  newLine({
    name: [product.name, sku.sku].filter(Boolean).join(' · ') || sku.id,
    price: priceText(sku.price ?? product.price),
    kept: keptSku(product, sku),
  });

/** What a product is offered as: itself, or each of its SKUs, those that are called as was typed before the others. */
function linesOf(product: Product, typed: string): { key: string; line: DraftLine }[] {
  if (product.skus.data.length === 0) return [{ key: product.id, line: productLine(product) }];
  const isMeant = ({ sku, source_id }: Sku) =>
    [sku, source_id].some((name) => name && fold(name).includes(fold(typed)));
  const meant = product.skus.data.filter(isMeant);
  const others = product.skus.data.filter((sku) => !meant.includes(sku));
  return [...meant, ...others].map((sku) => ({ key: sku.id, line: skuLine(product, sku) }));
}

function ItemSearch({
  form,
  change,
  problems,
  hasFocus,
  add,
}: Part & { hasFocus: boolean; add: (line: DraftLine) => void }) {
  const typed = form.lookups.item;
  const { found, meant, isFetching } = useCatalogue(typed);
  const input = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    if (hasFocus) input.current?.focus();
  }, [hasFocus]);
  const options = useMemo((): Option[] | undefined => {
    if (typed.trim() === '') return undefined;
    const products = (found ?? [])
      .flatMap((product) => linesOf(product, typed))
      .map(({ key, line }) => ({
        key,
        content: (
          <>
            <span>{line.name}</span>
            <span class="quiet small amount">{line.price}</span>
          </>
        ),
        choose: () => add(line),
      }));
    const free = {
      key: 'free',
      content: <span>{text('free_line', typed.trim())}</span>,
      choose: () => add(newLine({ name: typed.trim() })),
    };
    return [...products, free];
  }, [found, typed]);
  return (
    <Combobox
      label={text('add_item')}
      hint={meant === undefined ? text('add_item_hint') : text('did_you_mean', meant)}
      error={problems.problemOf('item', problems.isTried.value ? typed : '')}
      placeholder={text('search_catalogue')}
      value={typed}
      onValue={(item) => change({ lookups: { ...form.lookups, item } })}
      options={options}
      isBusy={isFetching}
      inputRef={(element) => {
        input.current = element;
      }}
    />
  );
}

const lineAmount = ({ quantity, price, kept }: DraftLine): number | undefined => {
  if (price.trim() === '') return kept?.price === undefined ? kept?.amount : undefined;
  const read = readAmount(price, currency.value);
  return 'amount' in read && /^\d+$/.test(quantity.trim()) ? read.amount * Number(quantity) : undefined;
};

/** Items: found in the catalogue or typed freely; Enter goes from the price back to the search, for the next one. */
export function ItemsSection({ form, change, problems, hasFocus }: Part & { hasFocus: boolean }) {
  const section = useRef<HTMLElement>(null);
  const added = useRef<string | null>(null);
  // At once: what is typed next is meant for the new line.
  useLayoutEffect(() => {
    if (added.current === null) return;
    const input = section.current?.querySelector<HTMLInputElement>(`[data-line="${added.current}"] input`);
    added.current = null;
    input?.focus();
    input?.select();
  });

  const add = (line: DraftLine) => {
    added.current = line.key;
    change({ lines: [...form.lines, line], lookups: { ...form.lookups, item: '' } });
  };
  const set = (key: string, next: Partial<DraftLine>) =>
    change({ lines: form.lines.map((line) => (line.key === key ? { ...line, ...next } : line)) });
  const focusSearch = () => section.current?.querySelector<HTMLInputElement>('[role="combobox"]')?.focus();
  const toSearch = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    focusSearch();
  };

  return (
    <section class="section" ref={section}>
      <h2>{text('items')}</h2>
      <ul class="form-lines">
        {form.lines.map((line, index) => {
          const path = `items[${index}]`;
          const amount = lineAmount(line);
          const problem = problems.problemOf(path, JSON.stringify(line));
          return (
            <li key={line.key} data-line={line.key}>
              <div class="form-line-head">
                <strong>{line.name || text('unnamed_item')}</strong>
                <IconButton
                  label={text('remove_what', line.name)}
                  icon={Trash2}
                  onClick={() => {
                    change({ lines: form.lines.filter(({ key }) => key !== line.key) });
                    focusSearch();
                  }}
                />
              </div>
              <div class="form-line-values">
                <TextField
                  label={text('quantity')}
                  error={problems.problemOf(`${path}.quantity`, line.quantity)}
                  class="number"
                  inputMode="numeric"
                  value={line.quantity}
                  onValue={(quantity) => set(line.key, { quantity })}
                  onKeyDown={toSearch}
                />
                <TextField
                  label={text('price')}
                  error={problems.problemOf(`${path}.price`, line.price)}
                  class="number"
                  inputMode="decimal"
                  value={line.price}
                  onValue={(price) => set(line.key, { price })}
                  onKeyDown={toSearch}
                />
                <output class="amount">{amount === undefined ? '–' : <Money amount={amount} />}</output>
              </div>
              {problem && (
                <p class="error" tabIndex={-1}>
                  {problem}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      <ItemSearch {...{ form, change, problems, hasFocus, add }} />
      {form.lines.length === 0 && (
        <TextField
          label={text('total_only')}
          hint={text('total_only_hint')}
          error={problems.problemOf('amount', form.amount)}
          class="number"
          inputMode="decimal"
          value={form.amount}
          onValue={(amount) => change({ amount })}
        />
      )}
    </section>
  );
}
