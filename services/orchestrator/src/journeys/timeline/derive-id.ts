// Ids that follow from a name: the same instance, step and visit always give the same command id.
import { hash } from 'node:crypto';

const NAMESPACE = 'continuo.orchestrator/';

/** A UUID of version 5's form over the name's SHA-1. */
export function deriveId(name: string): string {
  const hex = hash('sha1', NAMESPACE + name);
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
