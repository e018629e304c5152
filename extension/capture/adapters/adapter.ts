import type { CapturedOrder } from '../meaning/captured-order.ts';

/** What an adapter reads: the order, without what every reader adds. */
export type AdapterOrder = Omit<CapturedOrder, 'reader' | 'locale' | 'notUnderstood'> & {
  notUnderstood?: string[];
};

/** Knows the order pages of one shop system. One file, and a line in `all-adapters.ts`. */
export interface Adapter {
  name: string;
  /** Whether a page is one of this system's order pages: by what is on it, as shops have any address. */
  matches: (url: URL, document: Document) => boolean;
  /**
   * Copies the order's texts; more than once where the page states prices with and without tax, the likelier first. Empty where the page
   * has no order that the adapter knows.
   */
  read: (document: Document, url: URL) => AdapterOrder[];
}
