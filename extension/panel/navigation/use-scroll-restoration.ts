import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Where each list was left, by the address of its screen: how far down, and at which row. */
const places = new Map<string, { top: number; id: string }>();

/** Remembers the row that is being opened, which has the focus again when the user comes back. */
export const rememberRow = (id: string): void => {
  places.set(location.hash, { top: scrollY, id });
};

/** Puts the list back to where it was left, once its rows are there. */
export function useScrollRestoration(isReady: boolean): void {
  const hasPlace = useRef(places.has(location.hash));
  useLayoutEffect(() => {
    const place = places.get(location.hash);
    if (!isReady || !place) return;
    scrollTo({ top: place.top });
    const row = document.getElementById(`row-${place.id}`);
    row?.focus({ preventScroll: true });
    // Where it is not the window that scrolls.
    row?.scrollIntoView({ block: 'nearest' });
    places.delete(location.hash);
  }, [isReady]);
  useEffect(() => {
    if (!hasPlace.current) scrollTo({ top: 0 });
  }, []);
}
