import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { alert, announce } from '../panel/controls/announce.tsx';
import { TextField } from '../panel/controls/field.tsx';
import { Screen } from '../panel/navigation/screen.tsx';
import { text } from '../text.ts';
import { connectBy, linkProblem } from './connect-link.ts';
import './welcome.css';

/** Where a link or a line with a key is pasted. */
function LinkForm() {
  const given = useSignal('');
  const isTesting = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const problem = linkProblem.value;

  useEffect(() => {
    if (!problem) return;
    alert(problem);
    form.current?.querySelector('input')?.focus();
  }, [problem]);

  const connect = async (event: Event) => {
    event.preventDefault();
    if (isTesting.peek()) return;
    isTesting.value = true;
    linkProblem.value = '';
    linkProblem.value = await connectBy(given.peek());
    isTesting.value = false;
    if (!linkProblem.peek()) announce(text('connected_to', location.host));
  };

  return (
    <form class="section" ref={form} onSubmit={connect} noValidate>
      <h2>{text('connect')}</h2>
      <p>{text('welcome_connect')}</p>
      <TextField
        label={text('connect_link')}
        hint={text('connect_link_hint')}
        error={problem}
        required
        type="password"
        autocomplete="off"
        value={given.value}
        onValue={(value) => {
          given.value = value;
        }}
      />
      <div>
        <button type="submit" class="button primary" aria-disabled={isTesting.value}>
          {text(isTesting.value ? 'connecting' : 'connect')}
        </button>
      </div>
      <p class="quiet small">{text('connect_safety')}</p>
    </form>
  );
}

/** Says at `/`, until it is connected, what this is and how to go on. */
export const Welcome = () => (
  <div class="welcome">
    <Screen title={text('welcome_title')}>
      <div class="section">
        <p>{text('welcome_what')}</p>
      </div>
      <LinkForm />
      <section class="section">
        <h2>{text('welcome_api')}</h2>
        <p>{text('welcome_api_what')}</p>
        <p>
          <a href="/docs/">{text('welcome_api_link')}</a>
        </p>
      </section>
      <section class="section">
        <h2>{text('welcome_extension')}</h2>
        <p>{text('welcome_extension_what')}</p>
      </section>
    </Screen>
  </div>
);
