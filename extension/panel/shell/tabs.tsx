import { text } from '../../text.ts';
import { Icon } from '../controls/icon.tsx';
import { hrefOf, type Route, type ScreenName } from '../navigation/route.ts';
import { screens } from './screens.tsx';

/** The tabs of the panel, on the screens that are one. */
export function Tabs({ present }: { present: ScreenName }) {
  if (!screens[present].tab) return null;
  return (
    <nav class="tabs" aria-label={text('sections')}>
      {Object.entries(screens).map(
        ([screen, { tab }]) =>
          tab?.isOffered() && (
            <a
              key={screen}
              href={hrefOf({ screen } as Route)}
              class={tab.icon && 'tab-icon'}
              aria-label={tab.icon && text(tab.name)}
              title={tab.icon && text(tab.name)}
              aria-current={present === screen ? 'page' : undefined}
            >
              {tab.icon ? <Icon icon={tab.icon} /> : text(tab.name)}
            </a>
          ),
      )}
    </nav>
  );
}
