// Every rule of sending: it lets through, it refuses with its code, and in which order the rules speak.
import type { Template } from '../../templates/domain/template.js';
import {
  decide,
  mayPass,
  SESSION_WINDOW_MS,
  type AddressFacts,
  type Request,
  type SendFacts,
} from './decide.js';

const text = (language: string, approved = true, body = `body ${language}`) => ({
  language,
  approved,
  body,
  providerName: 'a_template',
  buttons: [],
});
const template: Template = {
  name: 't',
  purpose: 'service',
  session: false,
  defaultLanguage: 'en',
  texts: [text('en'), text('de')],
};
const address: AddressFacts = { isSuppressed: false, isAllowed: true, lastHeard: null };
const now = 1_000_000_000;
const facts: SendFacts = { now, stops: [], template, consents: [], language: null, address };
const request: Request = { purpose: 'service', channel: 'whatsapp', variables: {}, notAfter: null };
const grant = (purpose: string, channel = '*') => ({ purpose, channel, granted: true, changedAt: 1 });

const after = (r: Partial<Request>, f: Partial<SendFacts> = {}) => {
  const decision = decide({ ...request, ...r }, { ...facts, ...f });
  return decision.kind === 'refuse' ? decision.code : decision.kind;
};

test('sends a service message that nobody forbade, as a template outside a conversation', () => {
  const decision = decide(request, facts);
  expect(decision).toMatchObject({ kind: 'send', asTemplate: true, rendered: { text: 'body en' } });
  const heard = { ...address, lastHeard: now - SESSION_WINDOW_MS + 1 };
  expect(decide(request, { ...facts, address: heard })).toMatchObject({ kind: 'send', asTemplate: false });
});

test.each<[string, Partial<Request>, Partial<SendFacts>]>([
  ['expire', { notAfter: now - 1 }, {}],
  ['send', { notAfter: now }, {}],
  ['unknown-channel', { channel: 'pigeon' }, {}],
  ['unknown-template', {}, { template: undefined }],
  ['template-withdrawn', {}, { template: 'withdrawn' }],
  ['hold', {}, { stops: [{ channel: '*', purpose: '*' }] }],
  ['hold', {}, { stops: [{ channel: 'whatsapp', purpose: 'service' }] }],
  [
    'send',
    {},
    {
      stops: [
        { channel: 'sms', purpose: '*' },
        { channel: '*', purpose: 'marketing' },
      ],
    },
  ],
  ['no-consent', { purpose: 'marketing' }, {}],
  ['no-consent', { purpose: 'marketing' }, { consents: [grant('marketing', 'email')] }],
  ['send', { purpose: 'marketing' }, { consents: [grant('marketing')] }],
  ['no-consent', {}, { consents: [{ ...grant('service'), granted: false }] }],
  ['no-consent', {}, { template: { ...template, purpose: 'marketing' } }],
  ['send', {}, { template: { ...template, purpose: 'marketing' }, consents: [grant('marketing')] }],
  ['ask-address', {}, { address: undefined }],
  ['no-address', {}, { address: null }],
  ['suppressed', {}, { address: { ...address, isSuppressed: true } }],
  ['recipient-not-allowed', {}, { address: { ...address, isAllowed: false } }],
  ['outside-session-window', {}, { template: { ...template, session: true } }],
  [
    'outside-session-window',
    {},
    { template: { ...template, session: true }, address: { ...address, lastHeard: now - SESSION_WINDOW_MS } },
  ],
  ['not-approved', {}, { template: { ...template, texts: [text('en', false)] } }],
  [
    'send',
    {},
    { template: { ...template, texts: [text('en', false)] }, address: { ...address, lastHeard: now } },
  ],
  ['variable-missing', {}, { template: { ...template, texts: [text('en', true, 'order {{orderId}}')] } }],
  // In order: what is over is over, and nobody is asked for an address that is not needed.
  ['expire', { notAfter: 0, channel: 'pigeon' }, {}],
  ['hold', { purpose: 'marketing' }, { stops: [{ channel: '*', purpose: '*' }], address: undefined }],
  ['no-consent', { purpose: 'marketing' }, { address: undefined }],
])('%s when %j and %j', (expected, r, f) => expect(after(r, f)).toBe(expected));

test.each([
  ['de-CH', 'body de'],
  ['de', 'body de'],
  ['fr-CH', 'body en'],
  [null, 'body en'],
])('for %s says "%s"', (language, expected) => {
  expect(decide(request, { ...facts, language })).toMatchObject({ rendered: { text: expected } });
});

test('an unapproved language falls back to an approved one outside a conversation only', () => {
  const half = { ...template, texts: [text('en'), text('de', false)] };
  expect(decide(request, { ...facts, template: half, language: 'de' })).toMatchObject({
    rendered: { text: 'body en' },
  });
  const heard = { ...address, lastHeard: now };
  expect(decide(request, { ...facts, template: half, language: 'de', address: heard })).toMatchObject({
    rendered: { text: 'body de' },
  });
});

test('only what facts on their way could change is looked at again', () => {
  expect([
    mayPass('no-consent'),
    mayPass('no-address'),
    mayPass('suppressed'),
    mayPass('unknown-template'),
  ]).toEqual([true, true, false, false]);
});
