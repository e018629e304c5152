import { text } from '../../text.ts';
import { Confirm } from '../controls/confirm.tsx';

/** Asks once before a draft is thrown away. */
export const ConfirmDiscard = (props: { onConfirm: () => void; onClose: () => void }) => (
  <Confirm title={text('discard_title')} action={text('discard')} isDanger {...props}>
    <p>{text('discard_warning')}</p>
  </Confirm>
);
