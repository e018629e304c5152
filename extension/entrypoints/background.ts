import { defineBackground } from 'wxt/utils/define-background';
import { openOnDemand } from '../background/new-order.ts';
import { keepOutbox } from '../background/outbox.ts';

export default defineBackground(() => {
  openOnDemand();
  keepOutbox();
});
