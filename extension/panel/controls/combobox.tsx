import Navigation from '@github/combobox-nav';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { plural } from '../../text.ts';
import { announce } from './announce.tsx';
import { Field } from './field.tsx';
import './combobox.css';

/** How long what is offered has to stay the same to be announced, in milliseconds: not at every key stroke. */
const SETTLED = 500;

/** One thing that can be chosen. */
export interface Option {
  key: string;
  content: ComponentChildren;
  choose: () => void;
}

interface ComboboxProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  quietLabel?: boolean;
  placeholder?: string;
  value: string;
  onValue: (value: string) => void;
  /** What can be chosen now; undefined while nothing is offered. */
  options: readonly Option[] | undefined;
  /** Whether an answer is on its way. */
  isBusy?: boolean;
  inputRef?: (input: HTMLInputElement | null) => void;
}

/** An input that offers what it finds: arrows move, Enter chooses, Escape closes and keeps what was typed. */
export function Combobox({ options, isBusy, inputRef, onValue, ...props }: ComboboxProps) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const navigation = useRef<Navigation | null>(null);
  const isDismissed = useSignal(true);
  const isOpen = !isDismissed.value && options !== undefined && options.length > 0;

  useLayoutEffect(() => {
    if (!input.current || !list.current) return;
    navigation.current = new Navigation(input.current, list.current, {
      firstOptionSelectionMode: 'selected',
    });
    return () => navigation.current?.destroy();
  }, []);

  // Before anything is painted: the input must not name an option that is gone.
  useLayoutEffect(() => {
    if (!isOpen) return;
    navigation.current?.start();
    return () => navigation.current?.stop();
  }, [isOpen]);

  useEffect(() => {
    if (!options || isDismissed.peek()) return;
    navigation.current?.resetSelection();
    const timer = setTimeout(() => announce(plural('results', options.length)), SETTLED);
    return () => clearTimeout(timer);
  }, [options]);

  const dismiss = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') isDismissed.value = false;
    if (event.key !== 'Escape' || !isOpen) return;
    // It closes the list, not what the list is in.
    event.preventDefault();
    isDismissed.value = true;
  };

  return (
    <Field {...props}>
      {(field) => (
        <div class="combobox">
          <input
            {...field}
            ref={(element) => {
              input.current = element;
              inputRef?.(element);
            }}
            class="input"
            type="text"
            autocomplete="off"
            spellcheck={false}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={isOpen}
            aria-controls={listId}
            aria-busy={isBusy}
            placeholder={props.placeholder}
            value={props.value}
            onInput={(event) => {
              isDismissed.value = false;
              onValue(event.currentTarget.value);
            }}
            onKeyDown={dismiss}
            onFocus={() => {
              isDismissed.value = false;
            }}
            onBlur={() => {
              isDismissed.value = true;
            }}
          />
          <ul
            ref={list}
            id={listId}
            role="listbox"
            aria-label={props.label}
            hidden={!isOpen}
            // A press would take the focus from the input, which closes the list before the click.
            onMouseDown={(event) => event.preventDefault()}
          >
            {options?.map(({ key, content, choose }) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the input keeps the focus; Enter there clicks the option
              // biome-ignore lint/a11y/useFocusableInteractive: the input names it by aria-activedescendant
              <li key={key} id={`${listId}-${key}`} role="option" aria-selected="false" onClick={choose}>
                {content}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Field>
  );
}
