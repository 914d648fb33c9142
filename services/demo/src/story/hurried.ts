// The reference journeys with their days counted in seconds: everything else is as it is in production.
import { isScalar, parseDocument, visit } from 'yaml';

/** What each duration of a wait or a retry becomes. A duration that is not here is a journey the story does not know. */
const SECONDS: Readonly<Record<string, string>> = {
  P3D: 'PT60S',
  P2D: 'PT12S',
  PT48H: 'PT12S',
  P1D: 'PT15S',
  PT4H: 'PT10S',
  PT2H: 'PT60S',
  PT1H: 'PT10S',
  PT10S: 'PT1S',
};

/** Times after which something happens; when a message is too late to be sent stays as it is. */
const HURRIED = new Set(['after', 'backoff']);

/** With `pace` 2 every wait takes twice as long, for machines that need it. Throws for a duration that has no hurried one. */
export function hurried(definition: string, pace = 1): string {
  const document = parseDocument(definition);
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !HURRIED.has(String(key.value)) || !isScalar(value)) return;
      const seconds = SECONDS[String(value.value)];
      if (seconds === undefined) throw new Error(`no hurried duration for ${String(value.value)}`);
      value.value = `PT${Number(/\d+/.exec(seconds)?.[0]) * pace}S`;
    },
  });
  if (document.has('title')) document.set('title', `${String(document.get('title'))} (in seconds)`);
  return document.toString();
}
