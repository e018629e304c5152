import { RefusalError } from '../database.ts';
import { CATALOGUE_CHANGED } from '../products/catalogue-store.ts';
import { RULES_OUTDATED } from '../vouchers/demands-store.ts';
import { REDEMPTION_OUTDATED } from './write-store.ts';

/** Whether a batch was refused only because something is not as it was read. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof RefusalError &&
  [REDEMPTION_OUTDATED, RULES_OUTDATED, CATALOGUE_CHANGED].includes(error.reason.key);
