import { fold } from '../../../shared/folding.ts';

/** What is searched for, given what was typed; undefined where nothing of it is left to be found. */
export const toSearch = (typed: string): string | undefined =>
  fold(typed) === '' ? undefined : typed.trim();
