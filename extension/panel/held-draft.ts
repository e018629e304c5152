import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/**
 * Holds a draft for this window as long as the component is there: two forms on one draft would overwrite each other. Undefined until
 * that is known, false while another window has it.
 */
export function useHeldDraft(id: string): boolean | undefined {
  const isHeld = useSignal<boolean | undefined>(undefined);
  useEffect(() => {
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    void navigator.locks.request(`draft ${id}`, { ifAvailable: true }, (lock) => {
      isHeld.value = lock !== null;
      return lock === null ? undefined : left;
    });
    return leave;
  }, [id, isHeld]);
  return isHeld.value;
}
