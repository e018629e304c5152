import { plainText } from '../../numbers.ts';
import { findCurrencyToken } from '../meaning/currencies.ts';
import { isBlock, walk } from './page-text.ts';

/** A text of a page that stands by itself: a label, an amount, a sentence. Those of one block follow each other. */
export interface Piece {
  text: string;
  block: number;
  /** The level of the heading that it is, 1 to 6. */
  heading?: number;
  /** Stands at the edge of the page, where shops write about themselves. */
  isFringe?: boolean;
}

/** The texts of a page, and before which of them each of the elements stands that were left out. */
export interface Pieces {
  pieces: Piece[];
  places: Map<Element, number>;
}

/** More pieces than this are a page of prose. */
const MAX_PIECES = 6_000;
const MAX_PIECE = 300;

const FRINGE = /^(?:FOOTER|HEADER|NAV)$/;
const TIMES = /^[×x✕*]$/;

/** Whether a text is part of an amount beside it: a currency or a sign. */
const isAffix = (text: string): boolean => text === '-' || findCurrencyToken(plainText(text)) !== undefined;

/** Whether two inline texts of a block are one: an amount or a quantity that is put together from its parts. */
const isOnePiece = (left: string, right: string): boolean =>
  (isAffix(left) && /^[\p{Sc}\d-]/u.test(right)) ||
  (/\d$/.test(left) && (isAffix(right) || TIMES.test(right))) ||
  (/(?:^|\d\s?)[×x✕*]$/.test(left) && /^\p{Sc}?\s?\d/u.test(right));

/** All texts of a page in their order, up to a number of them, without those of the elements in `except`. */
export function piecesOf(root: Node, except: ReadonlySet<Element> = new Set(), most = MAX_PIECES): Pieces {
  const pieces: Piece[] = [];
  const places = new Map<Element, number>();
  let block = 0;
  let heading: number | undefined;
  let fringe = 0;
  const add = (text: string) => {
    const last = pieces.at(-1);
    if (last && last.block === block && isOnePiece(last.text, text))
      last.text = `${last.text} ${text}`.slice(0, MAX_PIECE);
    else
      pieces.push({
        text: text.slice(0, MAX_PIECE),
        block,
        ...(heading !== undefined && { heading }),
        ...(fringe > 0 && { isFringe: true }),
      });
  };
  walk(root, {
    text: (raw) => {
      const text = raw
        .slice(0, MAX_PIECE * 2)
        .replace(/\s+/g, ' ')
        .trim();
      if (text !== '' && pieces.length < most) add(text);
    },
    enter: (element) => {
      if (except.has(element)) places.set(element, pieces.length);
      if (except.has(element) || pieces.length >= most) return false;
      if (isBlock(element)) block += 1;
      if (FRINGE.test(element.tagName)) fringe += 1;
      if (/^H[1-6]$/.test(element.tagName)) heading = Number(element.tagName[1]);
      return true;
    },
    leave: (element) => {
      if (isBlock(element)) block += 1;
      if (FRINGE.test(element.tagName)) fringe -= 1;
      if (/^H[1-6]$/.test(element.tagName)) heading = undefined;
    },
  });
  return { pieces, places };
}
