/*
 * Texts of a page as its reader sees them, also those in inputs, shadow roots and frames of the page's own origin. Nothing
 * here needs a layout, and everything ends: a page is read up to a number of nodes.
 */

/** Elements whose content is not read by people. */
const SILENT = new Set([
  'SCRIPT',
  'STYLE',
  'NOSCRIPT',
  'TEMPLATE',
  'HEAD',
  'OPTION',
  'DATALIST',
  'OBJECT',
  'DEL',
  'S',
  'STRIKE',
  'svg',
]);

const BLOCKS = new Set(
  (
    'ADDRESS ARTICLE ASIDE BLOCKQUOTE BR BUTTON CAPTION DD DETAILS DIALOG DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR ' +
    'LEGEND LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL'
  ).split(' '),
);

/** Inputs that hold no text. */
const MUTE_INPUTS = new Set([
  'hidden',
  'checkbox',
  'radio',
  'submit',
  'button',
  'image',
  'reset',
  'file',
  'password',
  'range',
  'color',
]);

/** Whether an element is written to be hidden; in a browser also whether its styles hide it. */
export function isHidden(element: Element): boolean {
  if (element.hasAttribute('hidden')) return true;
  const style = element.getAttribute('style');
  if (style !== null && /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style)) return true;
  if (!BLOCKS.has(element.tagName) || element.checkVisibility?.() !== false) return false;
  // What stands in a canvas describes it to those who do not see it.
  return getComputedStyle(element).display !== 'contents' && element.closest('canvas') === null;
}

/** What a field holds; undefined of an element that is none, or of a field whose value is no text. */
function fieldValue(element: Element): string | undefined {
  switch (element.tagName) {
    case 'INPUT': {
      const input = element as HTMLInputElement;
      return MUTE_INPUTS.has(input.type) ? '' : input.value;
    }
    case 'TEXTAREA':
      return (element as HTMLTextAreaElement).value;
    case 'SELECT':
      return (element as HTMLSelectElement).selectedOptions[0]?.text ?? '';
    default:
      return undefined;
  }
}

/** The document of a frame, where the page may see it. */
function frameOf(element: Element): Document | null {
  try {
    return element.tagName === 'IFRAME' || element.tagName === 'FRAME'
      ? (element as HTMLIFrameElement).contentDocument
      : null;
  } catch {
    return null;
  }
}

/** The nodes that are shown in an element's place: its shadow root's, a frame's document's, a slot's own, or its children. */
function childrenOf(element: Element): Iterable<Node> {
  if (element.shadowRoot) return element.shadowRoot.childNodes;
  if (element.tagName === 'SLOT') {
    const assigned = (element as HTMLSlotElement).assignedNodes();
    return assigned.length > 0 ? assigned : element.childNodes;
  }
  const frame = frameOf(element);
  return frame?.body ? [frame.body] : element.childNodes;
}

/** What is called for the texts and elements of a page in their order. */
interface Visitor {
  text: (text: string) => void;
  /** `false` leaves the element out. */
  enter?: (element: Element) => boolean | undefined;
  leave?: (element: Element) => void;
}

/** More nodes than this are not looked at. */
const MAX_NODES = 120_000;

/** Deeper than this is no page that people made. */
const MAX_DEPTH = 200;

/** Goes through what is visible of a node. */
export function walk(root: Node, visitor: Visitor): void {
  let left = MAX_NODES;
  const visit = (node: Node, depth: number): void => {
    left -= 1;
    if (left < 0 || depth > MAX_DEPTH) return;
    if (node.nodeType === 3) {
      visitor.text(node.nodeValue ?? '');
      return;
    }
    if (node.nodeType === 9 || node.nodeType === 11) {
      for (const child of node.childNodes) visit(child, depth + 1);
      return;
    }
    if (node.nodeType !== 1) return;
    const element = node as Element;
    if (SILENT.has(element.tagName) || isHidden(element)) return;
    if (visitor.enter?.(element) === false) return;
    const value = fieldValue(element);
    if (value !== undefined) visitor.text(value);
    else for (const child of childrenOf(element)) visit(child, depth + 1);
    visitor.leave?.(element);
  };
  visit(root, 0);
}

export const isBlock = (element: Element): boolean => BLOCKS.has(element.tagName);

/** Longer texts are cut: they are prose, or an attempt to keep readers busy. */
const MAX_TEXT = 2000;

/** The lines of an element's text, broken where blocks begin and end, without empty ones. */
export function linesOf(element: Element | null | undefined): string[] {
  if (!element) return [];
  let text = '';
  const breakLine = (node: Element) => {
    if (isBlock(node)) text += '\n';
    return text.length < MAX_TEXT;
  };
  walk(element, {
    text: (part) => {
      if (text.length < MAX_TEXT) text += part.replace(/\s+/g, ' ');
    },
    enter: breakLine,
    leave: breakLine,
  });
  return text
    .slice(0, MAX_TEXT)
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}

/** An element's text in one line; empty where there is no element. */
export const textOf = (element: Element | null | undefined): string => linesOf(element).join(' ');

/** The text of the first element that a selector finds and that has one. */
export function firstText(root: ParentNode, selector: string): string | undefined {
  for (const element of root.querySelectorAll(selector)) {
    const text = textOf(element);
    if (text !== '') return text.slice(0, 400);
  }
  return undefined;
}
