import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { readPage } from '../capture/read-page.ts';

/** Runs in the page beside the panel, once, and answers what it reads there. */
export default defineUnlistedScript(() => readPage(document));
