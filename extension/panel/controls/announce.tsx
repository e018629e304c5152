import { signal } from '@preact/signals';

/** What was said lately. One thing after another, since what replaced another would keep it from being read. */
interface Said {
  key: number;
  message: string;
}
const polite = signal<readonly Said[]>([]);
const urgent = signal<readonly Said[]>([]);

/** How long an announcement stays in the page, in milliseconds: read by then, and not found later by browsing. */
const STAY = 5000;

let count = 0;

function say(region: typeof polite, message: string): void {
  count += 1;
  const said = { key: count, message };
  region.value = [...region.peek(), said];
  setTimeout(() => {
    region.value = region.peek().filter((other) => other !== said);
  }, STAY);
}

/** Tells a screen reader what has happened, once it is done with what it is saying. */
export const announce = (message: string): void => say(polite, message);

/** Tells a screen reader at once: for failures. */
export const alert = (message: string): void => say(urgent, message);

const Region = ({
  messages,
  role,
  live,
}: {
  messages: typeof polite;
  role: 'status' | 'alert';
  live: 'polite' | 'assertive';
}) => (
  <div role={role} aria-live={live} aria-atomic="false">
    {messages.value.map(({ key, message }) => (
      <p key={key}>{message}</p>
    ))}
  </div>
);

/** Where announcements are read from; there from the start, since regions that come with their text are not read. */
export const LiveRegions = () => (
  <div class="visually-hidden">
    <Region messages={polite} role="status" live="polite" />
    <Region messages={urgent} role="alert" live="assertive" />
  </div>
);
