import { useSignal } from '@preact/signals';
import { forgetOrigin, ownVersion } from '../../browser.ts';
import { removeConnection } from '../../connection/connection.ts';
import { customerDrafts } from '../../drafts/customers/customer-drafts.ts';
import { orderDrafts } from '../../drafts/orders/order-drafts.ts';
import { draftsFor } from '../../drafts/store/draft-list.ts';
import { text } from '../../text.ts';
import { Confirm } from '../controls/confirm.tsx';
import { goInstead } from '../navigation/route.ts';
import { Screen } from '../navigation/screen.tsx';
import { connection, connectionProblem } from '../session/session.ts';
import { DescriptionList } from '../values/description-list.tsx';
import { ConnectForm } from './connect-form.tsx';

async function disconnect(): Promise<void> {
  const url = connection.peek()?.url;
  await removeConnection();
  if (url) await forgetOrigin(new URL(url));
  goInstead({ screen: 'orders' });
}

/** The connection: what the key may do, another key, and the way out. The token is not shown. */
export function SettingsScreen() {
  const isAsking = useSignal(false);
  const present = connection.value;
  if (!present) return null;
  const { url, appId, project } = present;
  const hasDrafts = draftsFor(orderDrafts, url).length + draftsFor(customerDrafts, url).length > 0;
  const facts = [
    [text('api_url'), url],
    [text('app_id'), appId],
    [text('key_name'), project.key.name],
    [text('role'), project.key.role],
    [text('currency'), project.currency],
    [text('versions'), `${ownVersion()} / ${project.version}`],
  ] as const;
  return (
    <Screen title={text('settings')}>
      <section class="section" aria-label={text('connection')}>
        <DescriptionList entries={facts} />
        <details>
          <summary>{text('scopes')}</summary>
          <ul>
            {project.key.scopes.map((scope) => (
              <li key={scope}>
                <code>{scope}</code>
              </li>
            ))}
          </ul>
        </details>
        <div>
          <button
            type="button"
            class="button danger"
            onClick={() => {
              isAsking.value = true;
            }}
          >
            {text('disconnect')}
          </button>
        </div>
      </section>
      <details class="section" open={connectionProblem.value === 'unauthorized'}>
        <summary>{text('connect_otherwise')}</summary>
        <ConnectForm onConnected={() => goInstead({ screen: 'orders' })} />
      </details>
      {isAsking.value && (
        <Confirm
          title={text('disconnect_title')}
          action={text('disconnect')}
          isDanger
          onConfirm={disconnect}
          onClose={() => {
            isAsking.value = false;
          }}
        >
          <p>{text(hasDrafts ? 'disconnect_drafts' : 'disconnect_what')}</p>
        </Confirm>
      )}
    </Screen>
  );
}
