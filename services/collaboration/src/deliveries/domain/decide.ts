// Whether a message may be sent now, and in which words: every rule in one order, each with its code.
import { mayContact, type ConsentFact } from '../../consents/domain/may-contact.js';
import { render, type Rendered, type Variables } from '../../templates/domain/render.js';
import { textFor, type Template, type TemplateText } from '../../templates/domain/template.js';
import { isStopped, type Stop } from './stops.js';

/** What the command asks for. */
export interface Request {
  readonly purpose: string;
  readonly channel: string;
  readonly variables: Variables;
  /** Milliseconds since the epoch. */
  readonly notAfter: number | null;
}

/** Everything else that the rules need. */
export interface SendFacts {
  readonly now: number;
  readonly stops: readonly Stop[];
  /** Undefined when nobody knows a template of that name; `withdrawn` when nothing that it says may be sent. */
  readonly template: Template | 'withdrawn' | undefined;
  readonly consents: readonly ConsentFact[];
  readonly language: string | null;
  /** What is known of the address; undefined while nobody was asked for it. */
  readonly address: AddressFacts | null | undefined;
}

export interface AddressFacts {
  readonly isSuppressed: boolean;
  readonly isAllowed: boolean;
  /** When it last wrote to us; null when it never did. */
  readonly lastHeard: number | null;
}

export type RefusalCode =
  | 'unknown-channel'
  | 'unknown-template'
  | 'template-withdrawn'
  | 'no-consent'
  | 'no-address'
  | 'suppressed'
  | 'recipient-not-allowed'
  | 'outside-session-window'
  | 'not-approved'
  | 'variable-missing'
  | 'message-too-long';

export type Decision =
  | { readonly kind: 'expire' }
  | { readonly kind: 'hold' }
  | { readonly kind: 'ask-address' }
  | { readonly kind: 'refuse'; readonly code: RefusalCode }
  | {
      readonly kind: 'send';
      readonly text: TemplateText;
      readonly rendered: Rendered;
      /** Within a conversation it goes as it is, else under its approved name. */
      readonly asTemplate: boolean;
    };

/** The channels there are; a command without one gets the first. */
export const CHANNELS = ['whatsapp'] as const;

export const SESSION_WINDOW_MS = 24 * 60 * 60 * 1_000;
const MARKETING = 'marketing';

/** Refusals that may be over in a moment: what they go by comes over the timeline, as the command's cause did. */
const passing: readonly RefusalCode[] = [
  'no-consent',
  'no-address',
  'outside-session-window',
  'not-approved',
];

/** True for a refusal that a fact still on its way could lift. */
export function mayPass(code: RefusalCode): boolean {
  return passing.includes(code);
}

export function decide(request: Request, facts: SendFacts): Decision {
  const { template, address } = facts;
  if (request.notAfter !== null && request.notAfter < facts.now) return { kind: 'expire' };
  if (!(CHANNELS as readonly string[]).includes(request.channel)) return refused('unknown-channel');
  if (template === undefined) return refused('unknown-template');
  if (template === 'withdrawn') return refused('template-withdrawn');
  if (isStopped(facts.stops, request.channel, request.purpose)) return { kind: 'hold' };
  if (!hasConsent(request, template, facts.consents)) return refused('no-consent');
  if (address === undefined) return { kind: 'ask-address' };
  if (address === null) return refused('no-address');
  if (address.isSuppressed) return refused('suppressed');
  if (!address.isAllowed) return refused('recipient-not-allowed');
  return worded(request, template, facts, address);
}

/** A template for marketing needs that consent, whatever purpose the command names. */
function hasConsent(request: Request, template: Template, consents: readonly ConsentFact[]): boolean {
  const purposes = template.purpose === MARKETING ? [request.purpose, MARKETING] : [request.purpose];
  return purposes.every((purpose) => mayContact(consents, purpose, request.channel));
}

function worded(request: Request, template: Template, facts: SendFacts, address: AddressFacts): Decision {
  const isInSession = address.lastHeard !== null && facts.now - address.lastHeard < SESSION_WINDOW_MS;
  if (template.session && !isInSession) return refused('outside-session-window');
  const text = textFor(template, facts.language, { approvedOnly: !isInSession });
  if (text === undefined) return refused('not-approved');
  const rendered = render(text, request.variables);
  if (!rendered.ok) return refused(rendered.refusal.code);
  return { kind: 'send', text, rendered: rendered.value, asTemplate: !isInSession };
}

function refused(code: RefusalCode): Decision {
  return { kind: 'refuse', code };
}
