import { Copy } from 'lucide';
import type { ComponentChildren } from 'preact';
import { text } from '../../text.ts';
import { announce } from '../controls/announce.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import './description-list.css';

/** Names and values. */
export const DescriptionList = ({
  entries,
}: {
  entries: readonly (readonly [name: string, value: ComponentChildren])[];
}) => (
  <dl class="facts">
    {entries.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

async function copyId(id: string): Promise<void> {
  await navigator.clipboard.writeText(id);
  announce(text('copied'));
}

/** An id with a button that copies it. */
export const CopiedId = ({ id }: { id: string }) => (
  <span class="copied">
    <code>{id}</code>
    <IconButton label={text('copy_id')} icon={Copy} onClick={() => copyId(id)} />
  </span>
);

const showOne = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const showValue = (value: unknown): string =>
  Array.isArray(value) ? value.map(showOne).join(', ') : showOne(value);

/** Custom attributes, where there are any. */
export function AttributeFacts({ metadata = {} }: { metadata?: Record<string, unknown> | undefined }) {
  // Null is what is left of one that was removed.
  const attributes = Object.entries(metadata).filter(([, value]) => value !== null);
  if (attributes.length === 0) return null;
  return (
    <section class="section">
      <h2>{text('metadata')}</h2>
      <DescriptionList entries={attributes.map(([key, value]) => [key, showValue(value)])} />
    </section>
  );
}
