import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/**
 * Holds a draft for this window as long as the component is there: two forms on one draft would overwrite each other. Undefined until
 * that is known, false while another window has it; once that one lets go it is held here.
 */
export function useDraftLock(id: string): boolean | undefined {
  const isHeld = useSignal<boolean | undefined>(undefined);
  useEffect(() => {
    const left = new AbortController();
    const hold = () => {
      isHeld.value = true;
      return new Promise<void>((resolve) => left.signal.addEventListener('abort', () => resolve()));
    };
    const begin = async () => {
      const name = `draft ${id}`;
      const isFree = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
        if (lock && !left.signal.aborted) await hold();
        return lock !== null;
      });
      if (isFree) return;
      isHeld.value = false;
      await navigator.locks.request(name, { signal: left.signal }, hold);
    };
    begin().catch((error) => {
      if (!left.signal.aborted) throw error;
    });
    return () => left.abort();
  }, [id, isHeld]);
  return isHeld.value;
}
