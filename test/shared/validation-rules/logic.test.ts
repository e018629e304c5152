import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  failingRule,
  LogicError,
  numbersIn,
  parseLogic,
} from '../../../worker/validation-rules/engine/logic.ts';

const refusal = (text: string): { position: number; message: string } => {
  try {
    parseLogic(text);
  } catch (error) {
    if (error instanceof LogicError) return { position: error.position, message: error.message };
    throw error;
  }
  throw new Error(`was read: ${text}`);
};

describe('a logical expression', () => {
  it('binds AND more tightly than OR, whatever the case and the spaces', () => {
    const tree = { any: [{ rule: '1' }, { all: [{ rule: '2' }, { rule: '3' }] }] };
    for (const text of ['1 OR 2 AND 3', '1 or 2 and 3', ' 1  oR(2 AND 3) ', '1 OR (2)AND(3)'])
      expect(parseLogic(text)).toEqual(tree);
    expect(parseLogic('(1 OR 2) AND 3')).toEqual({
      all: [{ any: [{ rule: '1' }, { rule: '2' }] }, { rule: '3' }],
    });
  });

  it('names each of its rules once, and holds where it is empty', () => {
    expect([...numbersIn(parseLogic('1 AND (2 OR 1) AND 30'))]).toEqual(['1', '2', '30']);
    for (const text of ['', '  ']) expect(failingRule(parseLogic(text), () => false)).toBeUndefined();
  });

  it('says of what cannot be read where it is', () => {
    const cases: [string, number][] = [
      ['1 AND', 6],
      ['AND 1', 1],
      ['1 2', 3],
      ['1 NOT 2', 3],
      ['NOT 1', 1],
      ['(1 OR 2', 8],
      ['1 OR 2)', 7],
      ['()', 2],
      ['1 AND OR 2', 7],
      ['1 && 2', 3],
      ['1 ANDY 2', 3],
      ['1AND2', 2],
      ['1 AND x', 7],
      ['1;', 2],
      ['-1', 1],
      ['1.5', 2],
      [' \n  ?', 5],
    ];
    for (const [text, position] of cases) expect([text, refusal(text).position]).toEqual([text, position]);
  });

  it('takes parentheses 20 deep, and no deeper', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}1${')'.repeat(depth)}`;
    expect(parseLogic(nested(20))).toEqual({ rule: '1' });
    expect(refusal(nested(21))).toEqual({
      position: 21,
      message: 'at position 21: parentheses may be nested at most 20 deep',
    });
  });

  it('takes 4,000 characters, and no more', () => {
    const long = (length: number) => '1'.padEnd(length);
    expect(parseLogic(long(4000))).toEqual({ rule: '1' });
    expect(refusal(long(4001)).position).toBe(4001);
  });

  it('fails at once where it is hostile', () => {
    for (const text of [
      '('.repeat(10_000),
      ')'.repeat(10_000),
      `${'('.repeat(3000)}1`,
      '1 OR '.repeat(10_000),
    ])
      expect(refusal(text).position).toBeLessThanOrEqual(4001);
    expect(refusal('('.repeat(3000)).position).toBe(21);
  });
});

type Tree = number | { and: Tree[] } | { or: Tree[] };
const tree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 1, max: 6 }),
    fc.record({ and: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }) }),
    fc.record({ or: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }) }),
  ),
})).tree;

/** A tree in JavaScript's own words, and in the API's: every node in parentheses, or only where it must be. */
const asCode = (node: Tree): string => {
  if (typeof node === 'number') return `t[${node}]`;
  return 'and' in node ? `(${node.and.map(asCode).join('&&')})` : `(${node.or.map(asCode).join('||')})`;
};
function asText(node: Tree, spare: boolean, inside: 'top' | 'and' | 'or' = 'top'): string {
  if (typeof node === 'number') return String(node);
  const kind = 'and' in node ? 'and' : 'or';
  const parts = 'and' in node ? node.and : node.or;
  if (parts.length === 1) return asText(parts[0] as Tree, spare, inside);
  const text = parts.map((part) => asText(part, spare, kind)).join(kind === 'and' ? ' AND ' : ' OR ');
  const isNeeded = inside === 'and' && kind === 'or';
  return isNeeded || (!spare && inside !== 'top') ? `(${text})` : text;
}

describe('a generated expression', () => {
  it('is decided as JavaScript decides it, and blames a rule that does not hold', () => {
    const truths = fc.array(fc.boolean(), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(tree, fc.boolean(), truths, (node, spare, t) => {
        const expected: boolean = new Function('t', `return ${asCode(node)}`)(t);
        const failing = failingRule(parseLogic(asText(node, spare)), (number) => t[Number(number)] === true);
        expect(failing === undefined).toBe(expected);
        if (failing !== undefined) expect(t[Number(failing)]).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('is read or refused with a position within it, whatever it holds', () => {
    const words = fc.array(fc.constantFrom('1', '2', '12', 'AND', 'or', '(', ')', ' ', 'NOT', '$'), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, fc.constantFrom('', ' '), (parts, glue) => {
        const text = parts.join(glue);
        try {
          parseLogic(text);
        } catch (error) {
          if (!(error instanceof LogicError)) throw error;
          expect(error.position).toBeGreaterThanOrEqual(1);
          expect(error.position).toBeLessThanOrEqual(text.length + 1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
