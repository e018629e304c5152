import type { Reading, ReadLine, UnclearLine } from '../../capture/meaning/reading.ts';
import { text } from '../../text.ts';
import { formatMoney } from '../values/format.ts';

interface CapturedLinesProps {
  reading: Reading;
  /** The places of the ticked lines. */
  ticked: readonly number[];
  onTick: (ticked: readonly number[]) => void;
  isLocked: boolean;
}

/** How a line was read: "2 × £14.50 = £29.00", or its texts as they stand on the page. */
const calculation = (line: ReadLine | UnclearLine, currency: string | undefined): string =>
  'unitPrice' in line && currency
    ? `${line.quantity} × ${formatMoney(line.unitPrice, currency)} = ${formatMoney(line.amount, currency)}`
    : 'quantityText' in line
      ? [line.quantityText, line.priceText].filter(Boolean).join(' · ')
      : '';

/** The lines of the page, each with a tick: set where everything agrees, to be set by hand otherwise. */
export const CapturedLines = ({ reading, ticked, onTick, isLocked }: CapturedLinesProps) => (
  <ul class="capture-lines" aria-label={text('items')}>
    {reading.lines.map((line, index) => (
      <li key={index}>
        <label>
          <input
            type="checkbox"
            checked={ticked.includes(index)}
            disabled={isLocked}
            onChange={(event) => {
              const others = ticked.filter((each) => each !== index);
              onTick(event.currentTarget.checked ? [...others, index].sort((a, b) => a - b) : others);
            }}
          />
          <span>
            <strong>{line.name}</strong>
            <span class="quiet small">
              {[line.sku, calculation(line, reading.currency)].filter(Boolean).join(' · ')}
            </span>
          </span>
        </label>
      </li>
    ))}
  </ul>
);
