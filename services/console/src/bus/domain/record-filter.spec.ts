// Which records are shown, and which questions would put somebody's address into a URL.
import { isWanted } from './record-filter.js';

const envelope = {
  key: Buffer.from('crm.contact=c-1'),
  headers: {
    ce_type: 'continuo.crm.ContactCreated.v1',
    ce_correlationid: 'story-1',
    ce_profileid: '018f3c1e-7b1a-7c3d-9e2f-0000000000a1',
    customer: 'crm.contact=c-1;email.h1=abc%3D',
  },
};

describe('isWanted', () => {
  it.each([
    {},
    { type: 'continuo.crm.ContactCreated.v1' },
    { type: 'ContactCreated' },
    { key: 'crm.contact=c-1' },
    { correlationId: 'story-1' },
    { customer: 'crm.contact=c-1' },
    { customer: 'email.h1=abc=' },
    { customer: 'email.h1=abc%3D' },
    { customer: '018f3c1e-7b1a-7c3d-9e2f-0000000000a1' },
    { type: 'ContactCreated', correlationId: 'story-1' },
  ])('takes %p', (filter) => expect(isWanted(envelope, filter)).toBe(true));

  it.each([
    { type: 'Contact' },
    { type: 'continuo.crm.ContactCreated' },
    { key: 'crm.contact=c' },
    { correlationId: 'story-2' },
    { customer: 'crm.contact=c' },
    { type: 'ContactCreated', correlationId: 'story-2' },
  ])('leaves out %p', (filter) => expect(isWanted(envelope, filter)).toBe(false));

  it('is quiet about a record without headers and key', () => {
    expect(isWanted({ key: null, headers: {} }, { type: 'T' })).toBe(false);
    expect(isWanted({ key: null, headers: {} }, {})).toBe(true);
  });
});
