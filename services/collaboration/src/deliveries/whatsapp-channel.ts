// Calls WhatsApp's Cloud API (Graph API), and says what its answer means.
import { Inject, Injectable } from '@nestjs/common';
import { outcomeOfError, type ProviderOutcome } from './domain/provider-answer.js';
import { whatsAppRequest, type Outbound } from './domain/whatsapp-request.js';

export interface WhatsAppOptions {
  readonly apiUrl: string;
  readonly numberId: string;
  readonly accessToken: string;
  readonly timeoutMs: number;
}

/** Token of the options. */
export const WHATSAPP_OPTIONS = Symbol('collaboration:whatsapp-options');

/** An answer of Meta is some hundred bytes; what is longer is not one. */
const longestAnswer = 64 * 1_024;

@Injectable()
export class WhatsAppChannel {
  constructor(@Inject(WHATSAPP_OPTIONS) private readonly options: WhatsAppOptions) {}

  /**
   * One attempt. Meta knows no idempotency key: the delivery's id goes along as `biz_opaque_callback_data`, which its
   * statuses repeat, and as `Idempotency-Key`, for gateways in between that know one. So a call without an answer may
   * have sent the message, and the next attempt may send it again: at least once, with one key.
   */
  async send(outbound: Outbound, signal: AbortSignal): Promise<ProviderOutcome> {
    const { apiUrl, numberId, accessToken, timeoutMs } = this.options;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${apiUrl}/${encodeURIComponent(numberId)}/messages`, {
        method: 'POST',
        redirect: 'error',
        headers: {
          authorization: `Bearer ${accessToken}`,
          'content-type': 'application/json',
          'idempotency-key': outbound.reference,
        },
        body: JSON.stringify(whatsAppRequest(outbound)),
        signal: AbortSignal.any([signal, timeout]),
      });
      const answer = await readAnswer(response);
      return response.ok ? sentBy(answer) : outcomeOfError(response.status, errorCodeOf(answer));
    } catch {
      return { kind: 'retry', code: timeout.aborted ? 'provider-timeout' : 'provider-unreachable' };
    }
  }
}

/** Undefined when it is no JSON, or longer than an answer is. */
async function readAnswer(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += (chunk as Uint8Array).length;
    if (length > longestAnswer) return undefined;
    chunks.push(chunk as Uint8Array);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Accepted is sent, also when the answer can't be read: a second call would only send it twice. */
function sentBy(answer: unknown): ProviderOutcome {
  const { messages } = (answer ?? {}) as { messages?: readonly { id?: unknown }[] };
  const id = Array.isArray(messages) ? (messages[0] as { id?: unknown } | undefined)?.id : undefined;
  return { kind: 'sent', providerId: typeof id === 'string' && id.length <= 512 ? id : null };
}

function errorCodeOf(answer: unknown): number | null {
  const { error } = (answer ?? {}) as { error?: { code?: unknown } | null };
  return typeof error?.code === 'number' ? error.code : null;
}
