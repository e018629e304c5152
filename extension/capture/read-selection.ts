/** The selected text of a page, with its line ends. Runs inside the page, so it stands by itself. */
export function readSelection(): string {
  return getSelection()?.toString() ?? '';
}
