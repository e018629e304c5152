import { describe, expect, it } from 'vitest';
import { closest, isOneSlip, slipParts } from '../../worker/lists/search/one-slip.ts';

describe('one slip of the finger', () => {
  it.each([
    ['a letter is missing', 'lukaz', 'lukasz'],
    ['a letter is missing at the end', 'lukas', 'lukasz'],
    ['a letter is doubled', 'lukkasz', 'lukasz'],
    ['a letter is another', 'lukaaz', 'lukasz'],
    ['the first letter is another', 'kukasz', 'lukasz'],
    ['two letters are swapped', 'luaksz', 'lukasz'],
    ['the last two are swapped', 'lukazs', 'lukasz'],
  ])('is forgiven: %s', (_, typed, meant) => {
    expect(isOneSlip(typed, meant)).toBe(true);
    expect(isOneSlip(meant, typed)).toBe(true);
    // The index is asked for what is left of the word on both sides of the slip.
    expect(
      slipParts(typed).some(([before, after]) => meant.startsWith(before) && meant.endsWith(after)),
    ).toBe(true);
  });

  it.each([
    ['lukasz', 'lukasz'],
    ['lukas', 'lukaszy'],
    ['lukasz', 'lkuazs'],
    ['lukasz', 'zukasl'],
    ['abcd', 'ab'],
    ['', 'ab'],
  ])('is not what tells %s from %s', (typed, meant) => {
    expect(isOneSlip(typed, meant)).toBe(false);
  });

  it('is looked for in words of four letters or more, and in nothing with digits', () => {
    for (const word of ['abc', 'abc1', '12345', 'a-bcd', '王 伟', 'x'.repeat(21)])
      expect(slipParts(word)).toEqual([]);
  });
});

describe('what was meant', () => {
  it('is what most have, as they write it, in the place of the word that was typed', () => {
    const texts = [['Nowa Ltd'], ['Jan Nowak', null], ['NOWAK, Anna'], ['Nowak']];
    expect(closest('jan  nowk', texts)).toBe('jan Nowak');
    expect(closest('nowk', [['Someone', 'else']])).toBeUndefined();
    expect(closest('1234', [['1235']])).toBeUndefined();
  });
});
