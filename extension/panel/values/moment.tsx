import { formatExactTime, formatRelativeTime } from './format.ts';

/** How long ago an ISO 8601 time was; the exact time on hover and for screen readers. */
export const Moment = ({ value, exact }: { value: string; exact?: boolean }) => (
  <time dateTime={value} title={formatExactTime(value)}>
    {exact ? formatExactTime(value) : formatRelativeTime(value)}
  </time>
);
