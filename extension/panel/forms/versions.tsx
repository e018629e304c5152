import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { text } from '../../text.ts';
import { alert } from '../controls/announce.tsx';
import './versions.css';

interface VersionsProps {
  title: string;
  /** Each field that the user has changed: its name, as the user has it, and as it is stored now. */
  fields: readonly (readonly [name: string, mine: ComponentChildren, theirs: ComponentChildren])[];
  onKeepMine: () => void;
  onKeepTheirs: () => void;
}

/** A change made elsewhere since the form was opened: both versions, and the choice between them. Nothing was overwritten. */
export function Versions({ title, fields, onKeepMine, onKeepTheirs }: VersionsProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    alert(title);
    heading.current?.focus();
  }, [title]);
  return (
    <section class="section conflict" role="group" aria-labelledby="conflict-title">
      <h2 id="conflict-title" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p>{text('conflict_what')}</p>
      <table class="versions">
        <thead>
          <tr>
            <th scope="col">{text('field')}</th>
            <th scope="col">{text('yours')}</th>
            <th scope="col">{text('theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(([name, mine, theirs]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{mine}</td>
              <td>{theirs}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="row">
        <button type="button" class="button" onClick={onKeepMine}>
          {text('keep_mine')}
        </button>
        <button type="button" class="button" onClick={onKeepTheirs}>
          {text('keep_theirs')}
        </button>
      </div>
    </section>
  );
}
