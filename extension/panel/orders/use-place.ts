import { useEffect, useLayoutEffect } from 'preact/hooks';

/** Where the list was left: how far down, and at which order. */
let place = { top: 0, id: '' };

/** Remembers the order that is being opened, whose row has the focus again when the user comes back. */
export const leaveAt = (id: string): void => {
  place = { top: scrollY, id };
};

/** Puts the list back to where it was left, once its rows are there. */
export function usePlace(isReady: boolean): void {
  useLayoutEffect(() => {
    if (!isReady || place.id === '') return;
    scrollTo({ top: place.top });
    document.getElementById(`row-${place.id}`)?.focus({ preventScroll: true });
    place = { top: 0, id: '' };
  }, [isReady]);
  useEffect(() => {
    if (place.id === '') scrollTo({ top: 0 });
  }, []);
}
