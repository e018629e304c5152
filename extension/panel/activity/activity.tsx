import type { ComponentChildren } from 'preact';
import type * as z from 'zod';
import { text } from '../../text.ts';
import { Failed, Loading } from '../controls/feedback.tsx';
import { whileBusy } from '../controls/while-busy.ts';
import { usePagedQuery } from '../session/paged-query.ts';
import { api, connection } from '../session/session.ts';
import { fieldName, showField } from '../values/field-name.ts';
import { Moment } from '../values/moment.tsx';
import './activity.css';

/** A field that was changed; `old` and `new` are only there of what may be shown. */
interface Change {
  field: string;
  old?: unknown;
  new?: unknown;
}

/** One thing that happened. */
interface Entry {
  title: ComponentChildren;
  /** ISO 8601. */
  at: string;
  /** The name of the key that did it. */
  by: string | undefined;
  changes: readonly Change[];
}

function ChangedField({ change }: { change: Change }) {
  const { field, old, new: now } = change;
  const hasValues = old !== undefined || now !== undefined;
  return (
    <li class="small">
      {fieldName(field)}
      {hasValues && (
        <>
          {': '}
          <span class="quiet">{showField(field, old)}</span> → {showField(field, now)}
        </>
      )}
    </li>
  );
}

const Event = ({ entry: { title, at, by, changes } }: { entry: Entry }) => (
  <li>
    <p>
      {title}
      <span class="quiet">
        {' · '}
        <Moment value={at} />
      </span>
    </p>
    {by && <p class="quiet small">{text('by_whom', by)}</p>}
    {changes.length > 0 && (
      <ul>
        {changes.map((change) => (
          <ChangedField key={change.field} change={change} />
        ))}
      </ul>
    )}
  </li>
);

interface ActivityProps<Happened> {
  path: string;
  reply: z.ZodType<{ data: Happened[]; more_starting_after?: string | undefined }>;
  entryOf: (happened: Happened) => Entry;
}

/** What happened to something, newest first, and who did it. */
export function Activity<Happened extends { id: string }>({ path, reply, entryOf }: ActivityProps<Happened>) {
  const list = usePagedQuery({
    queryKey: ['activity', connection.value?.url, path],
    read: async (cursor, signal) => {
      const query: [string, string | number | undefined][] = [
        ['limit', 20],
        ['starting_after_id', cursor],
      ];
      return (await api({ path, query, reply, signal })).data;
    },
    rowsOf: (page) => page.data,
  });
  if (list.isPending) return <Loading rows={2} />;
  if (!list.data) return <Failed error={list.error} retry={() => list.refetch()} />;
  return (
    <>
      <ol class="timeline">
        {list.rows.map((happened) => (
          <Event key={happened.id} entry={entryOf(happened)} />
        ))}
      </ol>
      {list.hasNextPage && (
        <button type="button" class="button" {...whileBusy(list.isFetchingNextPage, list.fetchNextPage)}>
          {text('load_more')}
        </button>
      )}
    </>
  );
}
