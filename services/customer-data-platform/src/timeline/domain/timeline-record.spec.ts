// Proves how an envelope is read, and that the timeline's has the profile and nothing of the transport or the customer.
import { envelopeOf, timelineHeaders } from './timeline-record.js';

const profileId = '018f3c1e-7b1a-7c3d-9e2f-000000000001';

describe('envelopeOf', () => {
  it('reads identifiers as they are spelt', () => {
    expect(envelopeOf({ customer: 'anonymous=a%3Bb;user=u' })).toEqual({
      ok: true,
      value: {
        identifiers: [
          { kind: 'anonymous', key: 'anonymous=a%3Bb' },
          { kind: 'user', key: 'user=u' },
        ],
      },
    });
  });

  it('takes the profile id before identifiers', () => {
    expect(envelopeOf({ customer: 'user=u', ce_profileid: profileId })).toEqual({
      ok: true,
      value: { identifiers: [], profileId },
    });
  });

  it.each([
    [{}, 'customer-missing'],
    [{ customer: '' }, 'customer-missing'],
    [{ customer: ';' }, 'customer-missing'],
    [{ customer: 'user' }, 'customer-malformed'],
    [{ customer: 'user=' }, 'customer-malformed'],
    [{ customer: 'user=a b' }, 'customer-malformed'],
    [{ customer: 'user=é' }, 'customer-malformed'],
    [{ customer: 'user=u', ce_profileid: 'p1' }, 'profile-id-malformed'],
  ])('refuses %j as %s', (headers, code) => {
    const envelope = envelopeOf(headers as Record<string, string>);
    expect(!envelope.ok && envelope.refusal.code).toBe(code);
  });
});

describe('timelineHeaders', () => {
  it('replaces the customer by the profile and leaves everything else', () => {
    const headers = {
      ce_id: '1',
      customer: 'user=u',
      publisher: 'p',
      'publisher-sequence': '7',
      traceparent: 't',
    };
    expect(timelineHeaders(headers, profileId)).toEqual({
      ce_id: '1',
      ce_profileid: profileId,
      traceparent: 't',
    });
    expect(headers.customer).toBe('user=u');
  });

  it('says the profile where the subject would be a hash of an address', () => {
    const about = (ce_subject: string) =>
      timelineHeaders({ ce_subject, customer: 'x=y' }, profileId).ce_subject;
    expect(about('email.h1=abc')).toBe(profileId);
    expect([about('user=u'), about('case-7')]).toEqual(['user=u', 'case-7']);
  });
});
