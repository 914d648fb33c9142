// The body of a call to WhatsApp: words within a conversation, else the approved template with its parameters.
import type { Rendered } from '../../templates/domain/render.js';
import type { Choice, TemplateText } from '../../templates/domain/template.js';

export interface Outbound {
  /** The delivery's id: comes back with every status, and names the message when our call's answer was lost. */
  readonly reference: string;
  /** International, with its plus sign. */
  readonly to: string;
  readonly text: TemplateText;
  readonly rendered: Rendered;
  readonly asTemplate: boolean;
}

export function whatsAppRequest(outbound: Outbound): object {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: outbound.to.replace(/^\+/, ''),
    biz_opaque_callback_data: outbound.reference,
    ...(outbound.asTemplate ? templateOf(outbound) : wordsOf(outbound)),
  };
}

function wordsOf({ text, rendered }: Outbound): object {
  const body = { text: rendered.text };
  if (text.list !== undefined) {
    const rows = text.list.rows.map(({ id, title, description }) => ({
      id,
      title,
      ...(description !== undefined && { description }),
    }));
    const action = { button: text.list.open, sections: [{ rows }] };
    return { type: 'interactive', interactive: { type: 'list', body, action } };
  }
  if (text.buttons.length > 0) {
    const buttons = text.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } }));
    return { type: 'interactive', interactive: { type: 'button', body, action: { buttons } } };
  }
  return { type: 'text', text: { preview_url: false, body: rendered.text } };
}

function templateOf({ text, rendered }: Outbound): object {
  const parameters = rendered.parameters.map((value) => ({ type: 'text', text: value }));
  const components = [
    ...(parameters.length === 0 ? [] : [{ type: 'body', parameters }]),
    ...text.buttons.map(replyOf),
  ];
  const language = { code: text.language.replaceAll('-', '_') };
  return {
    type: 'template',
    template: { name: text.providerName, language, ...(components.length > 0 && { components }) },
  };
}

/** The payload is what comes back when the button is pressed: the intent. */
function replyOf({ id }: Choice, index: number): object {
  return {
    type: 'button',
    sub_type: 'quick_reply',
    index: String(index),
    parameters: [{ type: 'payload', payload: id }],
  };
}
