import { useEffect } from 'preact/hooks';
import { askForOrigin } from '../../browser.ts';
import { type TextName, text } from '../../text.ts';
import { alert } from '../controls/announce.tsx';
import { go } from '../navigation/route.ts';
import { queryClient } from '../session/query.ts';
import { connection, connectionProblem } from '../session/session.ts';

const messages = {
  away: 'trouble_away',
  unauthorized: 'trouble_unauthorized',
  origin: 'trouble_origin',
} as const satisfies Record<string, TextName>;

const retry = () => queryClient.refetchQueries({ type: 'active' });

const allow = async () => {
  const url = connection.peek()?.url;
  if (url && (await askForOrigin(new URL(url)))) await retry();
};

/** What stands between the panel and the server, on every screen, with the way out of it. */
export function ConnectionProblem() {
  const present = connectionProblem.value;
  const message = present && text(messages[present]);
  useEffect(() => {
    if (message) alert(message);
  }, [message]);
  if (!present) return null;
  const ways = {
    away: { name: 'try_again', act: retry },
    unauthorized: { name: 'connect_again', act: () => go({ screen: 'settings' }) },
    origin: { name: 'allow_access', act: allow },
  } as const;
  const { name, act } = ways[present];
  return (
    <section
      class={`notice connection-problem ${present === 'away' ? 'wait' : 'bad'}`}
      aria-label={text('connection')}
    >
      <span>{message}</span>
      <button type="button" class="button" onClick={act}>
        {text(name)}
      </button>
    </section>
  );
}
