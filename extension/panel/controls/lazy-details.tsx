import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

interface LazyDetailsProps {
  class: string;
  summary: string;
  /** Makes the content, once it is opened: what it reads is not read before. */
  children: () => ComponentChildren;
}

/** A part of the screen that is opened by its summary. */
export function LazyDetails({ summary, children, ...props }: LazyDetailsProps) {
  const isOpen = useSignal(false);
  return (
    <details
      class={props.class}
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>{summary}</summary>
      {isOpen.value && children()}
    </details>
  );
}
