// How names are compared: one folded spelling for what is stored and for what is asked.

/** Letters that Unicode does not take apart, and that people leave out on other keyboards. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic; vowel signs of other scripts are letters. */
const marks = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/gu;

/** Each word of a name behind a space, lower case, without accents: ` o'brien` is ` obrien`, ` jean-luc` two words. */
export function searchName(...names: readonly (string | null)[]): string {
  return searchWords(names.filter((name) => name !== null).join(' '))
    .map((word) => ` ${word}`)
    .join('');
}

/** The folded words of what is searched for. */
export function searchWords(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .replace(marks, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/gu, (letter) => plainLetters[letter] ?? letter)
    .replace(/['’‘ʼ`´.\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .split(/[\s\-‐‑–,;/]+/u)
    .filter((word) => word !== '');
}

/** The LIKE pattern for any word that begins so. What is a wildcard to SQL is a letter to us. */
export function beginningOf(word: string): string {
  return `% ${word.replace(/[\\%_]/g, (special) => `\\${special}`)}%`;
}
