// What the played customers find on their telephones: messages by number, each once however often it was handed over.
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';

export interface InboxMessage {
  /** As WhatsApp names messages. */
  readonly id: string;
  /** A template's name, or the kind of a message within the session. */
  readonly about: string;
  /** Ids of the buttons or rows that it offers. */
  readonly choices: readonly string[];
}

/** Numbers whose messages are remembered; the oldest make room. */
const MOST_NUMBERS = 10_000;

@Injectable()
export class WhatsAppInbox {
  readonly #byNumber = new Map<string, InboxMessage[]>();
  readonly #byCallback = new Map<string, string>();

  /** Takes a message; one with a known `callback` is the same message, handed over again. */
  take(number: string, callback: string | undefined, message: Omit<InboxMessage, 'id'>): string {
    const known = callback === undefined ? undefined : this.#byCallback.get(callback);
    if (known !== undefined) return known;
    const id = `wamid.${randomUUID().replaceAll('-', '')}`;
    if (callback !== undefined) this.#byCallback.set(callback, id);
    const messages = this.#byNumber.get(number) ?? [];
    messages.push({ id, ...message });
    this.#byNumber.set(number, messages);
    this.#makeRoom();
    return id;
  }

  messagesOf(number: string): readonly InboxMessage[] {
    return this.#byNumber.get(number) ?? [];
  }

  #makeRoom(): void {
    for (const number of this.#byNumber.keys()) {
      if (this.#byNumber.size <= MOST_NUMBERS) return;
      this.#byNumber.delete(number);
    }
    for (const callback of this.#byCallback.keys()) {
      if (this.#byCallback.size <= MOST_NUMBERS) return;
      this.#byCallback.delete(callback);
    }
  }
}
