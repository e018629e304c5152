import { useSignal } from '@preact/signals';
import { Download } from 'lucide';
import { useEffect } from 'preact/hooks';
import type { ExportedObject } from '../../../shared/exports/exports.ts';
import { type TextName, text } from '../../text.ts';
import { alert } from '../controls/announce.tsx';
import { failureText } from '../controls/feedback.tsx';
import { Icon } from '../controls/icon.tsx';
import { whileBusy } from '../controls/while-busy.ts';
import { hrefOf } from '../navigation/route.ts';
import { Screen } from '../navigation/screen.tsx';
import { filterWords } from '../orders/filter-words.ts';
import { filters, noFilters, setFilters, toExpression } from '../orders/list-filters.ts';
import { can, currency } from '../session/session.ts';
import { beginChoice, choice, choose, problemOf, toParameters } from './choice.ts';
import { ColumnPicker } from './column-picker.tsx';
import { FormatOptions } from './format-options.tsx';
import { Progress } from './progress.tsx';
import { findRunning, running, startExport } from './running.ts';
import './export.css';

const subjects: readonly [ExportedObject, TextName][] = [
  ['order', 'orders'],
  ['customer', 'customers'],
];

/** Whether the file is one of orders or of customers; not asked where the key may read only one of them. */
const Subject = () =>
  can('customers:read') && (
    <div class="row" role="group" aria-label={text('export_subject')}>
      {subjects.map(([subject, name]) => (
        <button
          key={subject}
          type="button"
          class="button"
          aria-pressed={choice.value.subject === subject}
          onClick={() => choose({ subject })}
        >
          {text(name)}
        </button>
      ))}
    </div>
  );

/** Which orders go into the file: those of the list. */
function Orders() {
  const words = filterWords(filters.value, currency.value);
  return (
    <>
      {words.length === 0 ? (
        <p>{text('all_orders')}</p>
      ) : (
        <ul class="row">
          {words.map((word) => (
            <li key={word} class="badge calm">
              {word}
            </li>
          ))}
        </ul>
      )}
      {filters.value.q !== '' && <p class="hint">{text('export_without_search', filters.value.q)}</p>}
      <div class="row">
        <a class="button" href={hrefOf({ screen: 'orders' })}>
          {text('change_filters')}
        </a>
        {words.length > 0 && (
          <button type="button" class="button plain" onClick={() => setFilters(noFilters)}>
            {text('clear_filters')}
          </button>
        )}
      </div>
    </>
  );
}

/** What goes into the file. Customers have no filters here: it is all of them. */
function Scope() {
  const { subject } = choice.value;
  return (
    <section class="section" aria-labelledby="scope-title">
      <h2 id="scope-title">{text(subject === 'order' ? 'export_what' : 'export_what_customers')}</h2>
      <Subject />
      {subject === 'order' ? <Orders /> : <p>{text('all_customers')}</p>}
    </section>
  );
}

const today = (): string => new Date().toLocaleDateString('sv');

/** An export of the orders in the list, or of all customers: which columns, how written, and the download as it goes. */
export function ExportScreen() {
  const isReady = useSignal(false);
  const isStarting = useSignal(false);
  const problem = useSignal('');
  useEffect(() => {
    void Promise.all([beginChoice(), findRunning()]).then(() => {
      isReady.value = true;
    });
  }, [isReady]);

  const start = async () => {
    isStarting.value = true;
    const wrong = problemOf(choice.peek());
    problem.value = wrong ? text(wrong) : '';
    try {
      if (problem.peek() === '') {
        await startExport(
          choice.peek().subject,
          toParameters(choice.peek(), toExpression(filters.peek(), currency.peek())),
          today(),
        );
      }
    } catch (error) {
      problem.value = failureText(error);
    } finally {
      isStarting.value = false;
      if (problem.peek() !== '') alert(problem.peek());
    }
  };

  const isRunning = isStarting.value || running.value?.state === 'in_progress';
  return (
    <Screen title={text('export')}>
      {isReady.value && (
        <>
          <Scope />
          <ColumnPicker />
          <FormatOptions />
          <footer class="export-bar">
            {problem.value && <p class="notice bad">{problem.value}</p>}
            {running.value && <Progress download={running.value} />}
            <button type="button" class="button primary" {...whileBusy(isRunning, start)}>
              <Icon icon={Download} />
              {text(choice.value.subject === 'order' ? 'export_orders' : 'export_customers')}
            </button>
          </footer>
        </>
      )}
    </Screen>
  );
}
