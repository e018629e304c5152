import type { ComponentChildren } from 'preact';
import { hrefOf, type Route, route } from '../navigation/route.ts';
import { rememberRow } from '../navigation/use-scroll-restoration.ts';

/** The link of a row, which has the focus again when the user comes back, and is marked while its screen is beside it. */
export const RowLink = ({ to, children }: { to: Route & { id: string }; children: ComponentChildren }) => (
  <a
    id={`row-${to.id}`}
    href={hrefOf(to)}
    aria-current={hrefOf(route.value) === hrefOf(to) ? 'page' : undefined}
    onClick={() => rememberRow(to.id)}
  >
    {children}
  </a>
);
