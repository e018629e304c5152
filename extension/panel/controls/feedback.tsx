import { CircleAlert, type IconNode, Inbox } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { ApiFailure, type FailureKind } from '../../api.ts';
import { type TextName, text } from '../../text.ts';
import { alert } from './announce.tsx';
import { Icon } from './icon.tsx';

const failures: Record<FailureKind, TextName> = {
  away: 'failure_away',
  unauthorized: 'failure_unauthorized',
  forbidden: 'failure_forbidden',
  missing: 'failure_missing',
  changed: 'failure_changed',
  refused: 'failure_refused',
  garbled: 'failure_garbled',
};

/** What went wrong, in words that say what to do; with the request's id where the server gave one. */
export function failureText(error: unknown): string {
  if (!(error instanceof ApiFailure)) return text('failure_unforeseen');
  const { kind, body } = error;
  if (!body || kind === 'unauthorized') return text(failures[kind]);
  return kind === 'refused' || kind === 'missing' || kind === 'forbidden'
    ? text('failure_by_server', text(failures[kind]), body.details || body.message)
    : text(failures[kind]);
}

interface EmptyProps {
  title: string;
  icon?: IconNode;
  children?: ComponentChildren;
}

/** Where there is nothing: why, and what to do about it. */
export const Empty = ({ title, icon = Inbox, children }: EmptyProps) => (
  <div class="state">
    <Icon icon={icon} />
    <p>{title}</p>
    {children}
  </div>
);

/** Where reading failed: what happened, and another try. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const message = failureText(error);
  useEffect(() => alert(message), [message]);
  return (
    <div class="state">
      <Icon icon={CircleAlert} />
      <p>{message}</p>
      {error instanceof ApiFailure && error.body && (
        <p class="quiet small">
          <code>{error.body.request_id}</code>
        </p>
      )}
      {retry && (
        <button type="button" class="button" onClick={retry}>
          {text('try_again')}
        </button>
      )}
    </div>
  );
}

/** What keeps the place of what is being read. */
export const Loading = ({ rows = 6 }: { rows?: number }) => (
  <div class="bones" role="status">
    <span class="visually-hidden">{text('loading')}</span>
    {Array.from({ length: rows }, (_, index) => (
      <div class="bone" key={index} />
    ))}
  </div>
);
