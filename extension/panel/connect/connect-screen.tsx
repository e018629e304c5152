import { text } from '../../text.ts';
import { Screen } from '../controls/screen.tsx';
import { goInstead } from '../route.ts';
import { ConnectForm } from './connect-form.tsx';

/** What a new user sees: what this is, and what it takes. */
export const ConnectScreen = () => (
  <Screen title={text('connect_title')}>
    <div class="section">
      <p>{text('connect_what')}</p>
      <p class="quiet small">{text('connect_safety')}</p>
    </div>
    <ConnectForm onConnected={() => goInstead({ screen: 'orders' })} />
  </Screen>
);
