/**
 * Where what has the focus goes away - a button that did its work, a row that was removed - the focus goes to the heading of what it
 * was in, else to the screen's title; not to a field or a button, which would take the next key for its own. Answers how to stop.
 */
export function restoreFocus(): () => void {
  let trail: Element[] = [];
  const onFocus = ({ target }: FocusEvent) => {
    trail = [];
    for (let at = target as Element | null; at && at !== document.body; at = at.parentElement) trail.push(at);
  };
  const observer = new MutationObserver(() => {
    const [last] = trail;
    const isThere = last === undefined || (last.isConnected && !last.matches(':disabled'));
    if (isThere || document.activeElement !== document.body) return;
    const place = trail.find((at) => at.isConnected && at.matches('section, dialog'));
    const heading = place?.querySelector('h2') ?? document.querySelector('h1');
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
  });
  addEventListener('focusin', onFocus);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    observer.disconnect();
    removeEventListener('focusin', onFocus);
  };
}
