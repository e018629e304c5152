import type { IconNode } from 'lucide';
import { createElement } from 'preact';

/** One of Lucide's icons. It is decoration: what it means is said in text beside it, or as the label of its button. */
export const Icon = ({ icon }: { icon: IconNode }) => (
  <svg
    class="icon"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {icon.map(([tag, attributes], index) => createElement(tag, { key: index, ...attributes }))}
  </svg>
);
