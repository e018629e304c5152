import { CapturedPage } from '../../capture/meaning/captured-order.ts';
import { settlePage } from '../../capture/meaning/settle-page.ts';
import { go } from '../navigation/route.ts';
import { currency } from '../session/session.ts';
import { captured } from './captured.ts';

/** Opens the preview of what was read of a page; a message that is no such page opens nothing. */
export function showCaptured(message: unknown): void {
  const page = CapturedPage.safeParse(message).data;
  if (!page) return;
  captured.value = { url: page.url, page: settlePage(page, currency.peek()) };
  go({ screen: 'capture' });
}
