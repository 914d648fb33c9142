// Proves that an address asks what it says, and that nonsense in it asks for nothing.
import { askedOf } from './records-asked.js';

const asked = (search: string) => askedOf('crm.contacts', new URLSearchParams(search));

describe('the question of an address', () => {
  it('is for the newest records when it says nothing', () => {
    expect(asked('')).toEqual({ topic: 'crm.contacts', limit: 50, from: 'latest' });
  });

  it('takes filters as they are, without the space around them', () => {
    expect(asked('type=ContactCreated&customer=%20crm.contact%3Dc-1%20&key=&partition=3')).toEqual({
      topic: 'crm.contacts',
      limit: 50,
      from: 'latest',
      type: 'ContactCreated',
      customer: 'crm.contact=c-1',
      partition: 3,
    });
  });

  it('begins at a place, at a time, or at the beginning, in this order of exactness', () => {
    expect(asked('partition=2&offset=17&since=2026-01-01T00:00:00Z&order=oldest')).toMatchObject({
      from: 'offset',
      offset: '17',
      partition: 2,
    });
    expect(asked('since=2026-01-01T01:00:00%2B01:00&order=oldest')).toMatchObject({
      from: 'time',
      time: '2026-01-01T00:00:00.000Z',
    });
    expect(asked('order=oldest')).toMatchObject({ from: 'earliest' });
  });

  it.each(['partition=x', 'offset=5', 'partition=-1', 'since=yesterday', 'order=random'])(
    'leaves out what makes no sense: %s',
    (search) => expect(asked(search)).toEqual({ topic: 'crm.contacts', limit: 50, from: 'latest' }),
  );
});
