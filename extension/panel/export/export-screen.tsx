import { useSignal } from '@preact/signals';
import { Download } from 'lucide';
import { useEffect } from 'preact/hooks';
import { text } from '../../text.ts';
import { alert } from '../announce.tsx';
import { Icon } from '../controls/icon.tsx';
import { Screen } from '../controls/screen.tsx';
import { failureText } from '../controls/states.tsx';
import { whileBusy } from '../controls/while-busy.ts';
import { filterWords } from '../orders/filter-words.ts';
import { filters, noFilters, setFilters, toExpression } from '../orders/list-filters.ts';
import { hrefOf } from '../route.ts';
import { currency } from '../session.ts';
import { beginChoice, choice, problemOf, toParameters } from './choice.ts';
import { ColumnPicker } from './column-picker.tsx';
import { FormatOptions } from './format-options.tsx';
import { Progress } from './progress.tsx';
import { findRunning, running, startExport } from './running.ts';
import './export.css';

/** Which orders go into the file: those of the list. */
function Scope() {
  const words = filterWords(filters.value, currency.value);
  return (
    <section class="section" aria-labelledby="scope-title">
      <h2 id="scope-title">{text('export_what')}</h2>
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
    </section>
  );
}

const today = (): string => new Date().toLocaleDateString('sv');

/** An export of the orders in the list: which columns, how written, and the download as it goes. */
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
    problem.value = problemOf(choice.peek()) ?? '';
    try {
      if (problem.peek() === '') {
        await startExport(
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
              <Icon of={Download} />
              {text('export_orders')}
            </button>
          </footer>
        </>
      )}
    </Screen>
  );
}
