import { ArrowLeft } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { text } from '../../text.ts';
import { goBack, type Route } from '../route.ts';
import { Icon } from './icon.tsx';
import { whileBusy } from './while-busy.ts';
import './screen.css';

interface Screen {
  title: string;
  /** Where its back arrow leads if the user did not come from anywhere. */
  up?: Route;
  actions?: ComponentChildren;
  /** Whether something in it takes the focus itself. */
  hasOwnFocus?: boolean;
  children: ComponentChildren;
}

/** A screen with its bar. Its title gets the focus when it appears, so that a screen reader begins there. */
export function Screen({ title, up, actions, hasOwnFocus, children }: Screen) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Before the effects of what it shows: a list gives the focus on to the row where it was left.
  useLayoutEffect(() => {
    // Not away from what is being typed, as when a new order becomes a stored one under the hands.
    if (!hasOwnFocus && !document.activeElement?.closest('main')) heading.current?.focus();
  }, [hasOwnFocus]);
  useEffect(() => {
    document.title = `${title} · Docket`;
  }, [title]);
  return (
    <>
      <header class="bar">
        {up && (
          <button
            type="button"
            class="button plain icon-only"
            aria-label={text('back')}
            onClick={() => goBack(up)}
          >
            <Icon of={ArrowLeft} />
          </button>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <div class="bar-actions">{actions}</div>
      </header>
      <main>{children}</main>
    </>
  );
}

interface IconButton {
  label: string;
  icon: Parameters<typeof Icon>[0]['of'];
  onClick: () => void;
  pressed?: boolean;
  disabled?: boolean;
  /** Whether what it began is still going on. */
  isBusy?: boolean;
}

/** A button that shows an icon alone. */
export const IconButton = ({ label, icon, onClick, pressed, disabled, isBusy = false }: IconButton) => (
  <button
    type="button"
    class="button plain icon-only"
    aria-label={label}
    title={label}
    aria-pressed={pressed}
    disabled={disabled}
    {...whileBusy(isBusy, onClick)}
  >
    <Icon of={icon} />
  </button>
);
