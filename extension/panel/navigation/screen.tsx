import { ArrowLeft } from 'lucide';
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { text } from '../../text.ts';
import { Icon } from '../controls/icon.tsx';
import { goBack, type Route } from './route.ts';
import './screen.css';

interface ScreenProps {
  title: string;
  /** Where its back arrow leads if the user did not come from anywhere. */
  up?: Route;
  actions?: ComponentChildren;
  /** Whether something in it takes the focus itself. */
  hasOwnFocus?: boolean;
  children: ComponentChildren;
}

/** Whether a screen stands beside the one that the address names, as a list does beside what was opened from it. */
export const Beside = createContext(false);

/** A screen with its bar. Its title gets the focus when it appears, so that a screen reader begins there. */
export function Screen({ title, up, actions, hasOwnFocus, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isBeside = useContext(Beside);
  const Title = isBeside ? 'h2' : 'h1';
  const Content = isBeside ? 'div' : 'main';
  // Before the effects of what it shows: a list gives the focus on to the row where it was left.
  useLayoutEffect(() => {
    // Not away from what is being typed, as when a new order becomes a stored one under the hands.
    if (!isBeside && !hasOwnFocus && !document.activeElement?.closest('main')) heading.current?.focus();
  }, [hasOwnFocus]);
  useEffect(() => {
    if (!isBeside) document.title = `${title} · Docket`;
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
            <Icon icon={ArrowLeft} />
          </button>
        )}
        <Title class="title" ref={heading} tabIndex={-1}>
          {title}
        </Title>
        <div class="bar-actions">{actions}</div>
      </header>
      <Content class="content">{children}</Content>
    </>
  );
}
