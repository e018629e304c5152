import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { OneScreen, PresentScreen } from '../panel/app.tsx';
import { Empty } from '../panel/controls/feedback.tsx';
import { hrefOf, route, type ScreenName } from '../panel/navigation/route.ts';
import { Beside } from '../panel/navigation/screen.tsx';
import { screens } from '../panel/shell/screens.tsx';
import { Tabs } from '../panel/shell/tabs.tsx';
import { text } from '../text.ts';
import './desk.css';

type ListName = 'orders' | 'customers';

/** The list that stands beside each screen; null of those that have the window to themselves. */
const lists: Record<ScreenName, ListName | null> = {
  orders: 'orders',
  order: 'orders',
  draft: 'orders',
  capture: 'orders',
  customers: 'customers',
  customer: 'customers',
  'customer-form': 'customers',
  export: null,
  settings: null,
};

/** From which width on a list and what was opened from it have room beside each other. */
const WIDE = '(width >= 900px)';

function useIsWide(): boolean {
  const isWide = useSignal(matchMedia(WIDE).matches);
  useEffect(() => {
    const media = matchMedia(WIDE);
    const follow = () => {
      isWide.value = media.matches;
    };
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, [isWide]);
  return isWide.value;
}

/** Fills the place beside a list until something is opened from it. */
function NothingChosen({ list }: { list: ListName }) {
  useEffect(() => {
    document.title = `${text(list)} · Docket`;
  }, [list]);
  return (
    <main>
      <h1 class="visually-hidden">{text(list)}</h1>
      <Empty title={text('nothing_chosen')} />
    </main>
  );
}

/** A list and what was opened from it beside each other, where there is room; else one screen at a time. */
export function Desk() {
  const isWide = useIsWide();
  const { screen } = route.value;
  const list = lists[screen];
  if (!isWide || !list || !screens[list].tab?.isOffered()) return <OneScreen />;
  const List = screens[list].Component as ComponentType;
  return (
    <>
      <Tabs present={list} />
      <div class="panes">
        <section class="pane" key={list} aria-label={text(list)}>
          <Beside.Provider value={true}>
            <List />
          </Beside.Provider>
        </section>
        <div class="pane" key={hrefOf(route.value)}>
          {screen === list ? <NothingChosen list={list} /> : <PresentScreen />}
        </div>
      </div>
    </>
  );
}
