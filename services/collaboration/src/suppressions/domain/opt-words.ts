// The words by which a customer says: write to me no more, or: you may again.

/** Alone in a message, whatever the case and whatever signs stand around them. */
const stop = new Set(
  'stop|stopp|stop all|stopall|unsubscribe|opt out|optout|abmelden|abbestellen|keine nachrichten|désabonner|arrêt|annulla|alto|baja'.split(
    '|',
  ),
);
const start = new Set('start|unstop|opt in|optin|anmelden|weiter'.split('|'));

/** What a whole message says about being written to; undefined for everything else. */
export function optWord(text: string): 'stop' | 'start' | undefined {
  // Longer ones are sentences: whoever writes "I can't stop laughing" did not opt out.
  if (text.length > 40) return undefined;
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (stop.has(words)) return 'stop';
  return start.has(words) ? 'start' : undefined;
}
