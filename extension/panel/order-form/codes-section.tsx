import { X } from 'lucide';
import type { StackValidation } from '../../../shared/redemptions/validations.ts';
import type { OrderForm } from '../../drafts/orders/order-draft.ts';
import { text } from '../../text.ts';
import { failureText } from '../controls/feedback.tsx';
import { TextField } from '../controls/field.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { LazyDetails } from '../controls/lazy-details.tsx';
import { can } from '../session/session.ts';
import { Money } from '../values/money.tsx';
import { CodeRules } from './code-rules.tsx';
import type { OrderProblems } from './use-order-problems.ts';
import type { useValidation } from './use-validation.ts';

type Redeemable = StackValidation['redeemables'][number];

/** What a code does here, or why it does nothing; `aria-live`, since it changes with the order. */
function Effect({ redeemable }: { redeemable: Redeemable | undefined }) {
  if (!redeemable) return <>{text('code_checking')}</>;
  if (redeemable.status === 'SKIPPED') return <>{text('code_skipped')}</>;
  if (redeemable.status === 'INAPPLICABLE') {
    const { error } = redeemable.result;
    return <>{error.error?.message ?? error.message}</>;
  }
  const { order } = redeemable;
  return order ? (
    <>
      −<Money amount={order.total_applied_discount_amount} />
    </>
  ) : (
    text('code_applies')
  );
}

const tones = { APPLICABLE: 'good', INAPPLICABLE: 'bad', SKIPPED: 'calm' } as const;

/** The rules of a code, read when they are asked for. */
const Rules = ({ code }: { code: string }) => (
  <LazyDetails class="code-rules" summary={text('rules')}>
    {() => <CodeRules code={code} />}
  </LazyDetails>
);

interface CodesSectionProps {
  form: OrderForm;
  change: (change: Partial<OrderForm>) => void;
  problems: OrderProblems;
  validation: ReturnType<typeof useValidation>;
}

/** Codes of vouchers on a new order: checked as the order is typed, redeemed when it is saved. */
export function CodesSection({ form, change, problems, validation }: CodesSectionProps) {
  const typed = form.lookups.code;
  const setTyped = (code: string) => change({ lookups: { ...form.lookups, code } });
  const add = (event: KeyboardEvent) => {
    const code = typed.trim();
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || code === '') return;
    event.preventDefault();
    const codes = form.codes.includes(code) ? form.codes : [...form.codes, code];
    change({ codes, lookups: { ...form.lookups, code: '' } });
  };
  const { data, error } = validation;
  return (
    <section class="section" aria-labelledby="codes-title">
      <h2 id="codes-title">{text('codes')}</h2>
      <ul class="stack" aria-live="polite">
        {form.codes.map((code, index) => {
          const redeemable = data?.redeemables[index];
          return (
            <li key={code} class={`notice ${redeemable ? tones[redeemable.status] : 'calm'}`}>
              <span>
                <strong>{code}</strong>{' '}
                {error && !redeemable ? failureText(error) : <Effect redeemable={redeemable} />}
              </span>
              {redeemable?.status === 'INAPPLICABLE' &&
                can('vouchers:read') &&
                can('validation-rules:read') && <Rules code={code} />}
              <IconButton
                label={text('remove_what', code)}
                icon={X}
                onClick={() => change({ codes: form.codes.filter((other) => other !== code) })}
              />
            </li>
          );
        })}
      </ul>
      <TextField
        label={text('add_code')}
        hint={text('add_code_hint')}
        error={
          problems.problemOf('code', problems.isTried.value ? typed : '') ??
          problems.refused.get('redeemables')
        }
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onValue={setTyped}
        onKeyDown={add}
      />
    </section>
  );
}
