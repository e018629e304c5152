import { text } from '../../text.ts';
import { goInstead } from '../navigation/route.ts';
import { Screen } from '../navigation/screen.tsx';
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
