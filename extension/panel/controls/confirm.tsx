import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { text } from '../../text.ts';

interface ConfirmProps {
  title: string;
  children?: ComponentChildren;
  /** The word on the button that does it. */
  action: string;
  isDanger?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks once before something is done. Escape and the other button leave everything as it is. */
export function Confirm({ title, children, action, isDanger, onConfirm, onClose }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="sheet" ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <div class="sheet-body">
        <h2 id={titleId}>{title}</h2>
        {children}
        <div class="row end">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {text('keep_as_is')}
          </button>
          <button
            type="button"
            class={`button ${isDanger ? 'danger' : 'primary'}`}
            onClick={() => {
              dialog.current?.close();
              onConfirm();
            }}
          >
            {action}
          </button>
        </div>
      </div>
    </dialog>
  );
}
