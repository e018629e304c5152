import { RefusalError } from '../database.ts';
import { CATALOGUE_CHANGED } from '../products/catalogue-store.ts';
import { REDEMPTION_OUTDATED } from './write-store.ts';

/** How often what a redemption or rollback rests on is read again because another request has just changed it. */
export const MAX_LOOKS = 20;

/** Whether a batch was refused only because something is not as it was read. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof RefusalError &&
  (error.reason.key === REDEMPTION_OUTDATED || error.reason.key === CATALOGUE_CHANGED);
