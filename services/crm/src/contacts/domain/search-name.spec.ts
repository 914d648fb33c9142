// Proves which spellings of a name are one to the search, and that nothing typed is a wildcard.
import { beginningOf, searchName, searchWords } from './search-name.js';

describe('names in the search', () => {
  it.each([
    ['Müller', ' muller'],
    ['MU\u0308LLER', ' muller'],
    ['Groß', ' gross'],
    ['Søren Łukasz', ' soren lukasz'],
    ["O'Brien", ' obrien'],
    ['Jean-Luc', ' jean luc'],
    ['J.R.R.', ' jrr'],
    ['\u202eJane', ' jane'],
    ['מִשְׁפָּחָה', ' משפחה'],
    ['김민준', ' 김민준'],
    ['राम', ' राम'],
    ['😀 Smile', ' 😀 smile'],
  ])('%s is%s', (name, folded) => {
    expect(searchName(name)).toBe(folded);
  });

  it('join both names and do without either', () => {
    expect(searchName('Ann', 'Lee')).toBe(' ann lee');
    expect(searchName(null, 'Lee')).toBe(' lee');
    expect(searchName(null, null)).toBe('');
  });

  it('have no words where there are no letters', () => {
    expect(searchWords(" - ' . ")).toEqual([]);
  });

  it('take wildcards as letters', () => {
    expect(beginningOf('100%')).toBe('% 100\\%%');
    expect(beginningOf('a_b\\')).toBe('% a\\_b\\\\%');
  });
});
