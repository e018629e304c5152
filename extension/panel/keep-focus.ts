const FOCUSABLE =
  'h1, h2[tabindex], a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary';

/**
 * Where what has the focus goes away - a button that did its work, a row that was removed - the focus goes to the beginning of what
 * it was in, not to that of the page. Answers how to stop.
 */
export function keepFocus(): () => void {
  let trail: Element[] = [];
  const onFocus = ({ target }: FocusEvent) => {
    trail = [];
    for (let at = target as Element | null; at && at !== document.body; at = at.parentElement) trail.push(at);
  };
  const observer = new MutationObserver(() => {
    const [last] = trail;
    if (!last || document.activeElement !== document.body || (last.isConnected && !last.matches(':disabled')))
      return;
    const place =
      trail.find((at) => at.isConnected && at.matches('section, form, dialog, main')) ?? document.body;
    place.querySelector<HTMLElement>(FOCUSABLE)?.focus();
  });
  addEventListener('focusin', onFocus);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    observer.disconnect();
    removeEventListener('focusin', onFocus);
  };
}
