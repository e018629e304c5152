import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formOfReading, toDraftLine } from '../../capture/form-of-reading.ts';
import type { CapturedOrder } from '../../capture/meaning/captured-order.ts';
import type { Reading } from '../../capture/meaning/reading.ts';
import { orderDraftStore } from '../../drafts/orders/order-draft-store.ts';
import { text } from '../../text.ts';
import { Empty } from '../controls/feedback.tsx';
import { go, goInstead } from '../navigation/route.ts';
import { Screen } from '../navigation/screen.tsx';
import { editOrder } from '../order-form/edit-order.ts';
import { startOrder } from '../order-form/start-order.ts';
import { currency } from '../session/session.ts';
import { problemWords, verdictWords } from './capture-words.ts';
import { type Captured, captured } from './captured.ts';
import { CapturedFacts } from './captured-facts.tsx';
import { CapturedLines } from './captured-lines.tsx';
import { KnownOrder, useKnownOrder } from './known-order.tsx';
import { matchCatalogue } from './match-catalogue.ts';
import './capture.css';

/** The form that the ticked lines make, with what the catalogue knows of them. */
async function formOf(order: CapturedOrder, reading: Reading, ticked: readonly number[]) {
  const lines = ticked.flatMap((index) => reading.lines[index] ?? []);
  const known = await matchCatalogue(lines);
  const drafted = lines.map((line, index) => {
    const kept = known[index];
    return { ...toDraftLine(line, currency.peek()), ...(kept && { kept }) };
  });
  const names = { shipping: text('capture_shipping'), tax: text('capture_tax') };
  return formOfReading(order, reading, ticked, drafted, names);
}

/** What stands above the form for as long as the draft lives. */
const noteOf = ({ url }: Captured, { notUnderstood }: CapturedOrder): string =>
  [url, ...notUnderstood].filter(Boolean).join('\n') || text('capture');

function Preview({ order, reading, from }: { order: CapturedOrder; reading: Reading; from: Captured }) {
  const all = reading.lines.map((_, index) => index);
  const ticked = useSignal<readonly number[]>(reading.agrees ? all : []);
  const isBusy = useSignal(false);
  const known = useKnownOrder(order);
  const isOther = reading.currency !== undefined && reading.currency !== currency.value;
  const accept = async () => {
    isBusy.value = true;
    await startOrder(await formOf(order, reading, ticked.peek()), noteOf(from, order));
  };
  const takeOver = async () => {
    if (!known) return;
    const { lines } = await formOf(order, reading, all);
    await editOrder(known, undefined);
    if (lines) orderDraftStore.changeForm(known.id, { lines });
  };
  return (
    <>
      {known && <KnownOrder known={known} order={order} reading={reading} onTakeOver={takeOver} />}
      {isOther ? (
        <p class="notice bad">{text('capture_other_currency', reading.currency ?? '', currency.value)}</p>
      ) : (
        <p class={`notice ${reading.agrees ? 'good' : 'bad'}`} role="status">
          {verdictWords(reading)}
        </p>
      )}
      <CapturedFacts order={order} reading={reading} />
      <CapturedLines
        reading={reading}
        ticked={ticked.value}
        onTick={(next) => {
          ticked.value = next;
        }}
        isLocked={isOther}
      />
      {order.notUnderstood.length > 0 && (
        <details class="section">
          <summary>
            {text(
              order.notUnderstood.length === 1
                ? 'capture_not_understood_one'
                : 'capture_not_understood_other',
              order.notUnderstood.length,
            )}
          </summary>
          <ul>
            {order.notUnderstood.map((row) => (
              <li key={row}>{row}</li>
            ))}
          </ul>
        </details>
      )}
      {!isOther && (
        <p class="capture-actions">
          <button
            type="button"
            class={known ? 'button' : 'button primary'}
            disabled={ticked.value.length === 0 || isBusy.value}
            onClick={accept}
          >
            {text('capture_accept')}
          </button>
        </p>
      )}
    </>
  );
}

/** What was read of the page beside the panel, to be looked through before it becomes an order. */
export function CaptureScreen() {
  const from = captured.value;
  useEffect(() => {
    if (!from) goInstead({ screen: 'orders' });
  }, [from]);
  if (!from) return null;
  return (
    <Screen title={text('capture')} up={{ screen: 'orders' }}>
      {'problem' in from.page ? (
        <Empty title={problemWords(from.page.problem)}>
          <button type="button" class="button" onClick={() => go({ screen: 'orders' })}>
            {text('orders')}
          </button>
        </Empty>
      ) : (
        <Preview
          key={JSON.stringify(from.page)}
          order={from.page.order}
          reading={from.page.reading}
          from={from}
        />
      )}
    </Screen>
  );
}
