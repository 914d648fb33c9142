// Proves that the answers to Twilio are what it reads, and that no text gets out of its element.
import { dialTwiml, enqueueTwiml, escapeXml, hangUpTwiml, holdTwiml, rejectTwiml } from './twiml.js';

const greeting = { language: 'en-GB', text: 'Welcome & hello' };

describe('TwiML', () => {
  it('greets and enqueues', () => {
    expect(enqueueTwiml(greeting, 'service', 'https://cx.example/wait?queue=service&x=1')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-GB">Welcome &#38; hello</Say>' +
        '<Enqueue waitUrl="https://cx.example/wait?queue=service&#38;x=1">service</Enqueue></Response>',
    );
  });

  it('holds, connects, rejects and hangs up', () => {
    expect(holdTwiml(greeting)).toContain('<Pause length="20"/>');
    expect(dialTwiml('anna')).toContain('<Response><Dial><Client>anna</Client></Dial></Response>');
    expect(rejectTwiml).toContain('<Reject/>');
    expect(hangUpTwiml).toContain('<Hangup/>');
  });

  it('keeps a hostile text inside its element', () => {
    const hostile = `</Client></Dial><Redirect>http://evil"'&</Redirect>\u0000\u001b\ud800`;
    expect(dialTwiml(hostile).match(/<(?!\/)[A-Z]/g)).toHaveLength(3);
    expect(escapeXml('a\u0000b\u001bc\ufffe\ud800')).toBe('abc\ufffd');
    expect(escapeXml(`<&>"'`)).toBe('&#60;&#38;&#62;&#34;&#39;');
    expect(escapeXml('Grüezi 😀')).toBe('Grüezi 😀');
  });
});
