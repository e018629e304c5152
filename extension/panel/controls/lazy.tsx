import { useSignal } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Loading } from './feedback.tsx';

/** A component that is loaded when it is first shown: what the first screen does not need does not delay it. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: ComponentChildren = <Loading />,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const component = useSignal({ present: loaded });
    useEffect(() => {
      if (loaded) return;
      load().then((present) => {
        loaded = present;
        component.value = { present };
      });
    }, [component]);
    const Present = component.value.present;
    return Present ? <Present {...props} /> : meanwhile;
  };
}
