import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, searchWords } from '../../shared/folding.ts';

describe('a folded text', () => {
  it.each([
    ['Łukasz Wójcik', 'lukasz wojcik'],
    ['Øystein Æbelø', 'oystein aebelo'],
    ['Đặng Thị Ngọc', 'dang thi ngoc'],
    ['Þórður Guðmundsson', 'thordur gudmundsson'],
    ['Œuvre', 'oeuvre'],
    ['Hauptstraße', 'hauptstrasse'],
    ['HAUPTSTRASSE', 'hauptstrasse'],
    ['Iğdır İstanbul', 'igdir istanbul'],
    ['Пётр Ильич', 'петр ильич'],
    ['Κωνσταντίνος', 'κωνσταντινοσ'],
    ['ΚΩΝΣΤΑΝΤΙΝΟΣ', 'κωνσταντινοσ'],
    ['Ａｎｎ　１０４２', 'ann 1042'],
    ['O’Neil O‘Neil O´Neil O`Neil Oʼneil', "o'neil o'neil o'neil o'neil o'neil"],
    ['WEB–20481 WEB‑20481 WEB−20481', 'web-20481 web-20481 web-20481'],
    ['  Ann \t\u00a0 Example ', 'ann example'],
    ['zero\u200bwidth soft\u00adhyphen', 'zerowidth softhyphen'],
    ['王伟', '王 伟'],
    ['ｶﾞラス', 'ガ ラ ス'],
    ['김민수', '김 민 수'],
    ['ﬁlm ②', 'film 2'],
    ['\u0301', ''],
  ])('of %s is %s', (text, folded) => {
    expect(fold(text).replaceAll('й', 'и')).toBe(folded.replaceAll('й', 'и'));
  });

  it('is one for the ways in which a text can be written, and folds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        const folded = fold(text);
        expect(fold(text.normalize('NFD'))).toBe(folded);
        expect(fold(text.normalize('NFC'))).toBe(folded);
        expect(fold(folded)).toBe(folded);
        expect(fold(` ${text}\t`)).toBe(folded);
      }),
    );
  });
});

it('searches for each word once, and for signs without spaces as one', () => {
  expect(searchWords(' Ann  ann\tBØ 王伟 \u0301')).toEqual(['ann', 'bo', '王 伟']);
});
