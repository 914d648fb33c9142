// The headers of an event: every one that readers rely on, and what is inherited from its cause.
import type { OutgoingEvent } from '../message.js';
import { causeOf, envelopeOf } from './envelope.js';

const event: OutgoingEvent = { type: 'continuo.test.Happened.v1', key: 'k', value: {} };
const context = { source: '/test', id: 'drawn', now: new Date('2026-02-03T04:05:06.789Z') };

describe('envelopeOf', () => {
  it('writes CloudEvents 1.0 in binary mode for an event that nothing caused', () => {
    expect(envelopeOf(event, context)).toEqual({
      ce_specversion: '1.0',
      ce_id: 'drawn',
      ce_source: '/test',
      ce_type: 'continuo.test.Happened.v1',
      ce_time: '2026-02-03T04:05:06.789Z',
      ce_subject: 'k',
      ce_correlationid: 'drawn',
      ce_hops: '0',
      'content-type': 'application/avro',
    });
  });

  it('inherits correlation, causation, hops and trace from the record that caused it', () => {
    const cause = causeOf({
      id: 'cause',
      headers: { ce_correlationid: 'story', ce_hops: '3', traceparent: '00-a-b-01', tracestate: 'x=y' },
    });
    expect(envelopeOf(event, { ...context, cause })).toMatchObject({
      ce_correlationid: 'story',
      ce_causationid: 'cause',
      ce_hops: '3',
      traceparent: '00-a-b-01',
      tracestate: 'x=y',
    });
  });

  it('begins a correlation with the cause that has none', () => {
    const headers = envelopeOf(event, { ...context, cause: causeOf({ id: 'cause', headers: {} }) });
    expect(headers).toMatchObject({ ce_correlationid: 'cause', ce_causationid: 'cause', ce_hops: '0' });
  });

  it('prefers what the event says itself', () => {
    const own: OutgoingEvent = {
      ...event,
      id: 'own',
      time: new Date(0),
      subject: 'about',
      correlationId: 'c',
      causationId: 'd',
      hops: 5,
      commandId: 'command',
      profileId: 'profile',
      customer: [
        { kind: 'anonymous', value: 'a;b' },
        { kind: 'email.h1', value: 'ff' },
      ],
      trace: { traceparent: 'mine' },
    };
    const cause = {
      id: 'cause',
      correlationId: 'x',
      hops: 1,
      trace: { traceparent: 'theirs', tracestate: 't' },
    };
    const headers = envelopeOf(own, { ...context, cause, trace: { traceparent: 'active' } });
    expect(headers).toMatchObject({
      ce_id: 'own',
      ce_time: '1970-01-01T00:00:00.000Z',
      ce_subject: 'about',
      ce_correlationid: 'c',
      ce_causationid: 'd',
      ce_hops: '5',
      commandid: 'command',
      ce_profileid: 'profile',
      customer: 'anonymous=a%3Bb;email.h1=ff',
      traceparent: 'mine',
    });
    expect(headers).not.toHaveProperty('tracestate');
  });

  it('keeps the active trace rather than that of the cause', () => {
    const cause = { id: 'cause', trace: { traceparent: 'theirs' } };
    expect(envelopeOf(event, { ...context, cause, trace: { traceparent: 'active' } })['traceparent']).toBe(
      'active',
    );
  });
});
