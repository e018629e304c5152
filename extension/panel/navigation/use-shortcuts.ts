import { useEffect, useRef } from 'preact/hooks';

/** Whether a key that was pressed is typed into something. */
const isTyping = ({ target }: KeyboardEvent) =>
  target instanceof HTMLElement && target.closest('input, select, textarea, dialog') !== null;

/** Keys that do something wherever the focus is, unless it is where text is typed. */
export function useShortcuts(actions: Record<string, (() => unknown) | undefined>): void {
  const present = useRef(actions);
  present.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = present.current[event.key];
      if (!act || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
