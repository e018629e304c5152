import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** The value once it has stayed the same for so many milliseconds: what is typed is looked up when typing pauses. */
export function useDebounced<Value>(value: Value, milliseconds = 200): Value {
  const settled = useSignal(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      settled.value = value;
    }, milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds, settled]);
  return settled.value;
}
