import { signal } from '@preact/signals';
import type { SettledPage } from '../../capture/meaning/settle-page.ts';

/** A page that was read, and where it is. */
export interface Captured {
  url: string;
  page: SettledPage;
}

/** What was read last, to be looked through before it becomes an order; null after the panel was closed. */
export const captured = signal<Captured | null>(null);
