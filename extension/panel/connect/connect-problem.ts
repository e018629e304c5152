import { ApiFailure } from '../../api.ts';
import { text } from '../../text.ts';
import { failureText } from '../controls/feedback.tsx';

/** Whether the server has refused the key itself. */
export const isKeyProblem = (error: unknown): boolean =>
  error instanceof ApiFailure && error.kind === 'unauthorized';

/** Why connecting failed. */
export const connectProblem = (error: unknown): string =>
  isKeyProblem(error) ? text('problem_key') : failureText(error);
