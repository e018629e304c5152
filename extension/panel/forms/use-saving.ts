import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { plural } from '../../text.ts';
import { alert } from '../controls/announce.tsx';
import { failureText } from '../controls/feedback.tsx';
import { focusFirstProblem } from './form.tsx';

interface Saving {
  form: RefObject<HTMLFormElement | null>;
  /** How many problems the form has now, and how many the server found. */
  problems: number;
  refusals: number;
  /** Of the draft; another one stands for another try. */
  delivery: { state: string };
  /** Marks the form as tried, so that it complains of empty fields too. */
  onTry: () => void;
  save: () => Promise<void>;
}

/**
 * Saves a form once at a time, and says what keeps it from being saved; `failure` is what belongs to no
 * field.
 */
export function useSaving({ form, problems, refusals, delivery, onTry, save }: Saving) {
  const isSaving = useSignal(false);
  const failure = useSignal('');

  useEffect(() => {
    if (delivery.state !== 'refused') return;
    alert(plural('problems', refusals));
    focusFirstProblem(form);
  }, [delivery]);

  const trySave = async () => {
    if (isSaving.peek()) return;
    onTry();
    if (problems > 0) {
      alert(plural('problems', problems));
      focusFirstProblem(form);
      return;
    }
    isSaving.value = true;
    failure.value = '';
    try {
      await save();
    } catch (error) {
      failure.value = failureText(error);
      alert(failure.value);
    } finally {
      isSaving.value = false;
    }
  };
  return { isSaving, failure, save: trySave };
}
