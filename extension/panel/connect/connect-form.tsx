import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { askForOrigin } from '../../browser.ts';
import { readConnectionText, readServerUrl } from '../../connection/connection-text.ts';
import { testAndStore } from '../../connection/test-and-store.ts';
import { type TextName, text } from '../../text.ts';
import { alert, announce } from '../controls/announce.tsx';
import { TextField } from '../controls/field.tsx';
import { connection } from '../session/session.ts';
import { connectProblem, isKeyProblem } from './connect-problem.ts';

type Name = 'url' | 'appId' | 'appToken';
type ConnectProblems = Partial<Record<Name | 'form', string>>;

function check(typed: Record<Name, string>): ConnectProblems {
  const need = (name: Name, problem: TextName, isGood: boolean): ConnectProblems =>
    isGood ? {} : { [name]: text(problem) };
  return {
    ...need('url', 'problem_url', readServerUrl(typed.url) !== undefined),
    ...need('appId', 'problem_app_id', typed.appId.trim() !== ''),
    ...need('appToken', 'problem_app_token', typed.appToken.trim() !== ''),
  };
}

/** Where the panel connects to a server: nothing is stored before the server has taken the key pair. */
export function ConnectForm({ onConnected }: { onConnected: () => void }) {
  const typed = useSignal({ url: connection.peek()?.url ?? '', appId: '', appToken: '' });
  const problems = useSignal<ConnectProblems>({});
  const isTesting = useSignal(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>('[aria-invalid]')?.focus();
  }, [problems.value]);

  const set = (name: Name) => (value: string) => {
    const found = readConnectionText(value);
    const isWhole = found.url !== '' && found.appId !== '' && found.appToken !== '';
    typed.value = isWhole ? found : { ...typed.value, [name]: value };
  };

  const connect = async (event: Event) => {
    event.preventDefault();
    if (isTesting.peek()) return;
    problems.value = check(typed.value);
    const url = readServerUrl(typed.value.url);
    if (Object.keys(problems.value).length > 0 || !url) return;
    const isAllowed = askForOrigin(url);
    isTesting.value = true;
    try {
      if (!(await isAllowed)) throw text('problem_origin');
      const credentials = {
        url: url.origin,
        appId: typed.value.appId.trim(),
        appToken: typed.value.appToken.trim(),
      };
      await testAndStore(credentials);
      announce(text('connected_to', url.host));
      onConnected();
    } catch (error) {
      const message = typeof error === 'string' ? error : connectProblem(error);
      problems.value = isKeyProblem(error) ? { appToken: message } : { form: message };
      alert(message);
    } finally {
      isTesting.value = false;
    }
  };

  return (
    <form class="section" ref={form} onSubmit={connect} noValidate>
      <TextField
        label={text('api_url')}
        hint={text('paste_hint')}
        error={problems.value.url}
        required
        inputMode="url"
        autocomplete="off"
        spellcheck={false}
        value={typed.value.url}
        onValue={set('url')}
      />
      <TextField
        label={text('app_id')}
        error={problems.value.appId}
        required
        autocomplete="off"
        spellcheck={false}
        value={typed.value.appId}
        onValue={set('appId')}
      />
      <TextField
        label={text('app_token')}
        error={problems.value.appToken}
        required
        type="password"
        autocomplete="off"
        value={typed.value.appToken}
        onValue={set('appToken')}
      />
      {problems.value.form && <p class="notice bad">{problems.value.form}</p>}
      <button type="submit" class="button primary" aria-disabled={isTesting.value}>
        {text(isTesting.value ? 'connecting' : 'connect')}
      </button>
    </form>
  );
}
