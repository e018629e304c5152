import type { ComponentChildren, RefObject } from 'preact';
import { text } from '../../text.ts';
import { announce } from '../controls/announce.tsx';
import { goBack, type Route } from '../navigation/route.ts';
import './form.css';

interface FormProps {
  formRef: RefObject<HTMLFormElement | null>;
  /** Where Escape leads if the user did not come from anywhere. */
  up: Route;
  save: () => void;
  children: ComponentChildren;
}

/** A form whose text is stored as it is typed: Ctrl or ⌘ with Enter saves it, Escape leaves it and loses nothing. */
export function Form({ formRef, up, save, children }: FormProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
    const isOpen = document.querySelector('[aria-expanded="true"], dialog[open]') !== null;
    if (event.key === 'Escape' && !event.defaultPrevented && !isOpen) {
      announce(text('draft_kept'));
      goBack(up);
    }
  };
  return (
    <form
      ref={formRef}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {children}
    </form>
  );
}

/** Puts the cursor into the first field that something is wrong with, or to what is said of no field, once that is shown. */
export const focusFirstProblem = (form: RefObject<HTMLFormElement | null>): number =>
  requestAnimationFrame(() =>
    form.current
      ?.querySelector<HTMLElement>('[aria-invalid="true"], .error[tabindex], .form-notice')
      ?.focus(),
  );

/** The button that saves a form. */
export const SaveButton = ({ isSaving, isAllowed }: { isSaving: boolean; isAllowed: boolean }) => (
  <button
    type="submit"
    class="button primary"
    disabled={!isAllowed}
    // Not disabled, which would take the focus from it.
    aria-disabled={isSaving}
    aria-keyshortcuts="Control+Enter Meta+Enter"
    title={text('save_keys')}
  >
    {text(isSaving ? 'saving' : 'save')}
  </button>
);
