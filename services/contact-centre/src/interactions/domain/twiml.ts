// What is answered to Twilio: small XML documents in which every text is escaped.

/** What the greeting and the queue of a call need. */
export interface Spoken {
  readonly language: string;
  readonly text: string;
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';

/** Greets, then puts the call into a queue at Twilio, where it hears what `waitUrl` answers. */
export function enqueueTwiml(greeting: Spoken, queue: string, waitUrl: string): string {
  return document(`${say(greeting)}<Enqueue waitUrl="${escapeXml(waitUrl)}">${escapeXml(queue)}</Enqueue>`);
}

/** What a waiting caller hears; Twilio asks for it again when it is over. */
export function holdTwiml(hold: Spoken): string {
  return document(`${say(hold)}<Pause length="20"/>`);
}

/** Connects the caller to an agent's softphone. */
export function dialTwiml(agentId: string): string {
  return document(`<Dial><Client>${escapeXml(agentId)}</Client></Dial>`);
}

/** For a number that leads nowhere. */
export const rejectTwiml = document('<Reject/>');

/** For a call that is over already. */
export const hangUpTwiml = document('<Hangup/>');

function say({ language, text }: Spoken): string {
  return `<Say language="${escapeXml(language)}">${escapeXml(text)}</Say>`;
}

function document(verbs: string): string {
  return `${declaration}<Response>${verbs}</Response>`;
}

/** A text inside an element or a quoted attribute; what XML 1.0 cannot hold at all is left out. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
