import { signal } from '@preact/signals';

const polite = signal('');
const urgent = signal('');

/** How long an announcement stays in the page, in milliseconds: read by then, and not found later by browsing. */
const STAY = 5000;

function say(region: typeof polite, message: string): void {
  // A region that already says so would not be read again.
  region.value = region.value === message ? `${message} ` : message;
  const said = region.value;
  setTimeout(() => {
    if (region.value === said) region.value = '';
  }, STAY);
}

/** Tells a screen reader what has happened, once it is done with what it is saying. */
export const announce = (message: string): void => say(polite, message);

/** Tells a screen reader at once: for failures. */
export const alert = (message: string): void => say(urgent, message);

/** Where announcements are read from; there from the start, since regions that come with their text are not read. */
export const LiveRegions = () => (
  <div class="visually-hidden">
    <div role="status" aria-live="polite">
      {polite}
    </div>
    <div role="alert" aria-live="assertive">
      {urgent}
    </div>
  </div>
);
