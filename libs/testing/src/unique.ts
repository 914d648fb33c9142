// Names that no other test file, and no earlier run on the same servers, has used.
import { randomBytes } from 'node:crypto';

/** A lower-case name that is valid for a database, a topic prefix and a group: `label_k3v9x2…`. */
export function uniqueName(label: string): string {
  const cleaned = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 24);
  return `${cleaned}_${randomBytes(6).toString('hex')}`;
}

/** A `KAFKA_TOPIC_PREFIX` of this test's own, ending in a dot. */
export function uniquePrefix(label = 'test'): string {
  return `${uniqueName(label)}.`;
}
