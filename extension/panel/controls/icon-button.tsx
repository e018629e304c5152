import type { IconNode } from 'lucide';
import { Icon } from './icon.tsx';
import { whileBusy } from './while-busy.ts';

interface IconButtonProps {
  label: string;
  icon: IconNode;
  onClick: () => void;
  pressed?: boolean;
  disabled?: boolean;
  /** Whether what it began is still going on. */
  isBusy?: boolean;
}

/** A button that shows an icon alone. */
export const IconButton = ({ label, icon, onClick, pressed, disabled, isBusy = false }: IconButtonProps) => (
  <button
    type="button"
    class="button plain icon-only"
    aria-label={label}
    title={label}
    aria-pressed={pressed}
    disabled={disabled}
    {...whileBusy(isBusy, onClick)}
  >
    <Icon icon={icon} />
  </button>
);
