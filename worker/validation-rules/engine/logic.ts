import { MAX_LOGIC_DEPTH, MAX_LOGIC_LENGTH } from '../../../shared/limits.ts';

/** A logical expression over rules by their numbers. Without parts, `all` holds. */
export type Logic = { rule: string } | { all: readonly Logic[] } | { any: readonly Logic[] };

/** An expression that cannot be read; `position` counts characters from 1. */
export class LogicError extends Error {
  readonly position: number;
  constructor(position: number, message: string) {
    super(`at position ${position}: ${message}`);
    this.position = position;
  }
}

type Token = { text: string; position: number };

const TOKEN = /\s*(\d+|[()]|and\b|or\b|$)/iy;

/** The words of an expression one by one, the last of them ''. */
class Words {
  readonly #text: string;
  #end = 0;
  next: Token;

  constructor(text: string) {
    if (text.length > MAX_LOGIC_LENGTH)
      throw new LogicError(MAX_LOGIC_LENGTH + 1, `at most ${MAX_LOGIC_LENGTH} characters`);
    this.#text = text;
    this.next = this.#read();
  }

  #read(): Token {
    TOKEN.lastIndex = this.#end;
    const found = TOKEN.exec(this.#text)?.[1];
    if (found === undefined) {
      const position = this.#end + (/\S/.exec(this.#text.slice(this.#end))?.index ?? 0) + 1;
      throw new LogicError(position, 'expected a rule number, AND, OR, or a parenthesis');
    }
    this.#end = TOKEN.lastIndex;
    return { text: found.toUpperCase(), position: this.#end - found.length + 1 };
  }

  take(text: string): boolean {
    if (this.next.text !== text) return false;
    this.next = this.#read();
    return true;
  }

  takeNumber(): string | undefined {
    const { text } = this.next;
    if (!/^\d/.test(text)) return undefined;
    this.next = this.#read();
    return text;
  }
}

function parsePart(words: Words, depth: number): Logic {
  const { position } = words.next;
  const rule = words.takeNumber();
  if (rule !== undefined) return { rule };
  if (!words.take('(')) throw new LogicError(position, 'expected a rule number or "("');
  if (depth === MAX_LOGIC_DEPTH)
    throw new LogicError(position, `parentheses may be nested at most ${MAX_LOGIC_DEPTH} deep`);
  const inner = parseAny(words, depth + 1);
  const end = words.next.position;
  if (!words.take(')')) throw new LogicError(end, 'expected AND, OR or ")"');
  return inner;
}

function parseAll(words: Words, depth: number): Logic {
  const parts = [parsePart(words, depth)];
  while (words.take('AND')) parts.push(parsePart(words, depth));
  return parts.length === 1 ? (parts[0] as Logic) : { all: parts };
}

function parseAny(words: Words, depth: number): Logic {
  const parts = [parseAll(words, depth)];
  while (words.take('OR')) parts.push(parseAll(words, depth));
  return parts.length === 1 ? (parts[0] as Logic) : { any: parts };
}

/**
 * `1 AND (2 OR 3)` as a tree. AND binds more tightly than OR, either in any case; an empty expression always holds.
 * @throws LogicError that says where it cannot be read, before reading on
 */
export function parseLogic(text: string): Logic {
  const words = new Words(text);
  if (words.next.text === '') return { all: [] };
  const logic = parseAny(words, 0);
  if (words.next.text !== '') throw new LogicError(words.next.position, 'expected AND, OR or the end');
  return logic;
}

/** The numbers of the rules that an expression names, each once. */
export function numbersIn(logic: Logic): Set<string> {
  if ('rule' in logic) return new Set([logic.rule]);
  return new Set(('all' in logic ? logic.all : logic.any).flatMap((part) => [...numbersIn(part)]));
}

/** The first rule for which the expression does not hold, or undefined where it holds. */
export function failingRule(logic: Logic, holds: (rule: string) => boolean): string | undefined {
  if ('rule' in logic) return holds(logic.rule) ? undefined : logic.rule;
  const failing = ('all' in logic ? logic.all : logic.any).map((part) => failingRule(part, holds));
  if ('any' in logic && failing.includes(undefined)) return undefined;
  return failing.find((rule) => rule !== undefined);
}
