/*
 * How texts and what is searched for are made comparable. Both sides are folded by `fold` and by nothing
 * else; the database's own folding knows less.
 */

/** Letters that Unicode does not take apart, and the two forms of the Greek sigma. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
  ς: 'σ',
  ґ: 'г',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

const APOSTROPHE = /[`‘’‛′‵ʹʻʼʽʾʿˈꞌ]/g;
const DASH = /[\p{Pd}\u2212\u2043]/gu;
/** Accents and invisible signs; the two marks of kana make other letters. */
const MARK = /(?![\u3099\u309a])\p{Mn}|\p{Cf}/gu;
/** Signs of scripts that put no spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** Words of ASCII with one space between them: most texts, whose lower case is all there is to do. */
const PLAIN = /^[!-_a-~]+(?: [!-_a-~]+)*$/;

/** Whether the database's own lower case, which is that of ASCII, folds a text. */
export const isFoldedByCase = (text: string): boolean => PLAIN.test(text);

/**
 * Folds a text: no case, accents, invisible signs or width; one kind of apostrophe, dash and space; `ł` is
 * `l`, `ß` is `ss`. Signs of Chinese, Japanese and Korean stand apart, each as a word.
 */
export const fold = (text: string): string =>
  isFoldedByCase(text)
    ? text.toLowerCase()
    : text
        // Unicode takes an acute accent by itself for a space with an accent.
        .replaceAll('´', "'")
        .normalize('NFKD')
        .toLowerCase()
        .replace(MARK, '')
        .normalize('NFKC')
        .replace(APOSTROPHE, "'")
        .replace(LETTER, (letter) => LETTERS[letter] ?? letter)
        .replace(DASH, '-')
        .replace(UNSPACED, ' $& ')
        .replace(/\s+/g, ' ')
        .trim();

/** The words of what is searched for, each folded and once. One of several unspaced signs has spaces in it. */
export const searchWords = (q: string): string[] => [
  ...new Set(q.split(/\s+/).flatMap((word) => fold(word) || [])),
];
