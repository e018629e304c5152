import { ArrowDown, ArrowUp, Plus, X } from 'lucide';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MetadataSchema } from '../../../shared/metadata/metadata-definitions.ts';
import { plural, text } from '../../text.ts';
import { useSchema } from '../attributes/metadata-schema.ts';
import { announce } from '../controls/announce.tsx';
import { Icon } from '../controls/icon.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { columnName } from '../values/column-name.ts';
import { choice, chooseColumns, columnsOf, isItemColumn, moveColumn } from './choice.ts';
import { columnGroups } from './column-groups.ts';

/** The keys that a schema defines, and those in use beside them. */
const keysOf = (schema: MetadataSchema | undefined): string[] => [
  ...new Set([...Object.keys(schema?.properties ?? {}), ...(schema?.usage ?? [])]),
];

/** The columns of the file: the chosen ones in their order, moved by buttons, and the others to add. */
export function ColumnPicker() {
  const { subject, layout } = choice.value;
  const { data: schema } = useSchema(subject);
  const { data: itemSchema } = useSchema('order_item');
  const list = useRef<HTMLOListElement>(null);
  const focusAfter = useRef<string | null>(null);
  const chosen = columnsOf(choice.value);

  useLayoutEffect(() => {
    if (focusAfter.current === null) return;
    list.current?.querySelector<HTMLElement>(focusAfter.current)?.focus();
    focusAfter.current = null;
  });

  const move = (name: string, by: -1 | 1) => {
    const place = moveColumn(name, by);
    const atEnd = by < 0 ? place === 0 : place === chosen.length - 1;
    const row = `[data-column="${CSS.escape(name)}"]`;
    focusAfter.current = `${row} button:nth-of-type(${(by < 0) === atEnd ? 2 : 1})`;
    announce(text('column_moved', columnName(name), place + 1, chosen.length));
  };
  const remove = (name: string) => {
    const next = chosen[chosen.indexOf(name) + 1] ?? chosen.at(-2);
    chooseColumns((columns) => columns.filter((column) => column !== name));
    if (next) focusAfter.current = `[data-column="${CSS.escape(next)}"] button:last-of-type`;
    announce(text('column_removed', columnName(name)));
  };
  const add = (name: string) => {
    chooseColumns((columns) => [...columns, name]);
    announce(text('column_added', columnName(name)));
  };

  const groups = columnGroups(subject, keysOf(schema), keysOf(itemSchema)).map(({ name, columns }) => ({
    name,
    left: columns.filter(
      (column) => !chosen.includes(column) && (layout === 'items' || !isItemColumn(column)),
    ),
  }));

  return (
    <section class="section" aria-labelledby="columns-title">
      <h2 id="columns-title">{plural('columns', chosen.length)}</h2>
      <ol class="columns" ref={list}>
        {chosen.map((name, index) => (
          <li key={name} data-column={name}>
            <span>{columnName(name)}</span>
            <IconButton
              label={text('move_up', columnName(name))}
              icon={ArrowUp}
              disabled={index === 0}
              onClick={() => move(name, -1)}
            />
            <IconButton
              label={text('move_down', columnName(name))}
              icon={ArrowDown}
              disabled={index === chosen.length - 1}
              onClick={() => move(name, 1)}
            />
            <IconButton label={text('remove_what', columnName(name))} icon={X} onClick={() => remove(name)} />
          </li>
        ))}
      </ol>
      <details>
        <summary>{text('more_columns')}</summary>
        {groups
          .filter(({ left }) => left.length > 0)
          .map(({ name, left }) => (
            <div key={name} class="column-group">
              <h3 class="label">{name}</h3>
              <ul class="row">
                {left.map((column) => (
                  <li key={column}>
                    <button type="button" class="button small" onClick={() => add(column)}>
                      <Icon icon={Plus} />
                      {columnName(column)}
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          ))}
      </details>
    </section>
  );
}
