import { text } from '../../text.ts';
import { alert, announce } from './announce.tsx';
import { failureText } from './feedback.tsx';

/** Reads anew what is shown, and says how that went. What was read before stays. */
export async function refresh(
  refetch: (options: { throwOnError: boolean }) => Promise<unknown>,
): Promise<void> {
  try {
    await refetch({ throwOnError: true });
    announce(text('refreshed'));
  } catch (error) {
    alert(failureText(error));
  }
}
