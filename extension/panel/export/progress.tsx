import { useEffect } from 'preact/hooks';
import { canShowDownload, type Download, showDownload } from '../../browser.ts';
import { type TextName, text } from '../../text.ts';
import { alert, announce } from '../controls/announce.tsx';
import { formatSize } from '../values/format.ts';
import { cancelExport, dismiss } from './running.ts';

const tones = { in_progress: 'calm', complete: 'good', interrupted: 'bad' } as const;

/** The browser's words for what a user can do something about. */
const failures: Record<string, TextName> = {
  USER_CANCELED: 'download_canceled',
  SERVER_UNAUTHORIZED: 'failure_unauthorized',
  SERVER_FORBIDDEN: 'failure_forbidden',
  FILE_NO_SPACE: 'download_no_space',
  FILE_ACCESS_DENIED: 'download_no_access',
};

function describe({ state, bytes, error = '' }: Download): string {
  if (state === 'in_progress')
    return bytes > 0 ? text('download_so_far', formatSize(bytes)) : text('download_starts');
  if (state === 'complete') return text('download_done', formatSize(bytes));
  return text(failures[error] ?? 'download_broken');
}

/** How far the download is. Its length is not known before its end: the file is made while it is read. */
export function Progress({ download }: { download: Download }) {
  const { state, id } = download;
  useEffect(() => {
    if (state === 'complete') announce(describe(download));
    if (state === 'interrupted') alert(describe(download));
  }, [state]);
  return (
    <div class={`notice ${tones[state]}`}>
      <div class="stack">
        <span>{describe(download)}</span>
        {state === 'in_progress' && <progress aria-label={text('export')} />}
      </div>
      {state === 'in_progress' && (
        <button type="button" class="button" onClick={cancelExport}>
          {text('cancel')}
        </button>
      )}
      {state === 'complete' && canShowDownload() && (
        <button type="button" class="button" onClick={() => showDownload(id)}>
          {text('show_in_folder')}
        </button>
      )}
      {state !== 'in_progress' && (
        <button type="button" class="button plain" onClick={dismiss}>
          {text('dismiss')}
        </button>
      )}
    </div>
  );
}
