import { RefusalError } from '../database.ts';
import { CATALOGUE_CHANGED } from '../products/catalogue-store.ts';
import { RULES_OUTDATED } from '../vouchers/demands-store.ts';
import { REDEMPTION_OUTDATED } from './write-store.ts';

/** How often what a redemption or rollback rests on is read again because another request has just changed it. */
export const MAX_LOOKS = 20;

/** Whether a batch was refused only because something is not as it was read. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof RefusalError &&
  [REDEMPTION_OUTDATED, RULES_OUTDATED, CATALOGUE_CHANGED].includes(error.reason.key);
