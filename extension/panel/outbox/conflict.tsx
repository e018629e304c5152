import type { AnyDraft } from '../../drafts/store/draft.ts';
import { baseOf } from '../../drafts/store/send-draft.ts';
import { changedFields } from '../forms/changed-fields.ts';
import { Versions } from '../forms/versions.tsx';
import { refreshAll } from '../session/query.ts';
import { fieldName, showField } from '../values/field-name.ts';
import type { OutboxKind } from './outbox-kind.ts';
import { showStored } from './save-draft.ts';

interface ConflictProps<Draft extends AnyDraft> {
  title: string;
  kind: OutboxKind<Draft>;
  draft: Draft;
  /** What the draft would change, by field. */
  change: Record<string, unknown>;
  /** The form that a draft of a new resource began as. */
  emptyForm: Draft['form'];
  show?: (field: string, value: unknown) => string;
  save: (draft: Draft) => Promise<void>;
}

/**
 * What the user has changed, beside what was made of it elsewhere meanwhile; shown for an overtaken draft
 * only.
 */
export function Conflict<Draft extends AnyDraft>(props: ConflictProps<Draft>) {
  const { title, kind, draft, change, emptyForm, show = showField, save } = props;
  const { delivery } = draft;
  if (delivery.state !== 'overtaken') return null;
  const { theirs, etag } = delivery;
  const keepTheirs = async () => {
    await showStored(kind, draft.id);
    await refreshAll();
  };
  const keepMine = async () => {
    // What the user has changed is sent again, on top of what is stored now.
    const base = baseOf({ data: theirs, etag }, draft.base?.form ?? emptyForm);
    await kind.store.change(draft.id, { base, delivery: { state: 'open' } } as unknown as Partial<Draft>);
    await save({ ...draft, base });
  };
  return (
    <Versions
      title={title}
      fields={changedFields(change, theirs as Record<string, unknown>).map(([field, mine, other]) => [
        fieldName(field),
        show(field, mine),
        show(field, other),
      ])}
      onKeepMine={keepMine}
      onKeepTheirs={keepTheirs}
    />
  );
}
