import type { ComponentChildren } from 'preact';
import { hrefOf, type Route } from '../navigation/route.ts';
import { rememberRow } from '../navigation/use-scroll-restoration.ts';

/** The link of a row, which has the focus again when the user comes back. */
export const RowLink = ({ to, children }: { to: Route & { id: string }; children: ComponentChildren }) => (
  <a id={`row-${to.id}`} href={hrefOf(to)} onClick={() => rememberRow(to.id)}>
    {children}
  </a>
);
