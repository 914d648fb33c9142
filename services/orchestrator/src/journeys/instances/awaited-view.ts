// What an instance waits for, as it is shown: a code with its parameters, which pages say in their own language, and words.
import { z } from 'zod';
import { wordsOfAwaited, type Awaited } from '../domain/engine/awaited.js';

/** In plain English. */
const text = z.string();

export const awaitedSchema = z.discriminatedUnion('code', [
  z.object({
    code: z.literal('event'),
    type: z.string(),
    /** The condition, in CEL. */
    when: z.string().nullable(),
    /** It begins the wait's times anew. */
    restarts: z.boolean(),
    text,
  }),
  /** ISO 8601. */
  z.object({ code: z.literal('duration'), duration: z.string(), text }),
  z.object({
    code: z.literal('date'),
    /** In CEL. */
    expression: z.string(),
    /** The time of day, where one is said. */
    at: z.string().nullable(),
    zone: z.enum(['customer', 'definition']),
    /** The zone of the definition; with `customer` it is taken where the profile names none. */
    otherwise: z.string(),
    text,
  }),
  z.object({ code: z.literal('answer'), type: z.string(), text }),
  z.object({
    code: z.literal('held'),
    rule: z.string().nullable(),
    /** When it is looked at again; null when no time is known. */
    until: z.iso.datetime().nullable(),
    text,
  }),
  z.object({ code: z.literal('decision'), approval: z.string(), role: z.string(), text }),
  /** The deadline has passed; whether somebody decided before it is being asked. */
  z.object({ code: z.literal('last-word'), approval: z.string(), text }),
  z.object({ code: z.literal('worker'), task: z.string(), attempt: z.int(), text }),
  z.object({ code: z.literal('journey'), journey: z.string(), text }),
  z.object({ code: z.literal('branch'), branch: z.string(), text }),
]);

export function awaitedShown(awaited: Awaited): z.output<typeof awaitedSchema> {
  const words = wordsOfAwaited(awaited);
  if (awaited.code !== 'held') return { ...awaited, text: words };
  const { until } = awaited;
  return { ...awaited, until: until === null ? null : new Date(until).toISOString(), text: words };
}
