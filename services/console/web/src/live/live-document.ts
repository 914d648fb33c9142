// A document that a stream keeps true: a snapshot, then numbered changes. What is missed is noticed, what is twice is dropped.

/** An event of the stream, as it came. */
export interface StreamEvent {
  readonly type: string;
  readonly data: string;
}

export interface LiveDocument<T> {
  /** `<epoch>.<number>`: of another epoch nothing can be said, within one the numbers have no holes. */
  readonly seq: string;
  readonly data: T;
}

export type Applied<T> =
  /** What it is now. */
  | { readonly kind: 'document'; readonly document: LiveDocument<T> }
  /** Nothing that was not known, or nothing that concerns us. */
  | { readonly kind: 'ignored'; readonly why: 'duplicate' | 'unknown-type' }
  /** Something is missing between: only a new snapshot helps. */
  | { readonly kind: 'gap' };

interface Snapshot<T> {
  readonly seq: string;
  readonly data: T;
}

interface Change {
  readonly seq: string;
  readonly changes: unknown;
}

/** One event more. Throws a `SyntaxError` on an event that is not JSON. */
export function applyEvent<T>(document: LiveDocument<T> | undefined, event: StreamEvent): Applied<T> {
  if (event.type === 'snapshot') {
    const { seq, data } = JSON.parse(event.data) as Snapshot<T>;
    return { kind: 'document', document: { seq, data } };
  }
  if (event.type !== 'change') return { kind: 'ignored', why: 'unknown-type' };
  if (document === undefined) return { kind: 'gap' };
  const { seq, changes } = JSON.parse(event.data) as Change;
  const before = placeOf(document.seq);
  const after = placeOf(seq);
  if (before.epoch !== after.epoch) return { kind: 'gap' };
  if (after.number <= before.number) return { kind: 'ignored', why: 'duplicate' };
  if (after.number !== before.number + 1) return { kind: 'gap' };
  return { kind: 'document', document: { seq, data: mergePatched(document.data, changes) as T } };
}

/** JSON Merge Patch (RFC 7396), without touching what it is applied to: unchanged parts stay the same objects. */
export function mergePatched(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  // Not by assignment: a name such as `__proto__` is a name like any other.
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) merged.delete(name);
    else merged.set(name, mergePatched(merged.get(name), change));
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function placeOf(seq: string): { readonly epoch: string; readonly number: number } {
  const at = seq.lastIndexOf('.');
  return { epoch: seq.slice(0, Math.max(at, 0)), number: Number(seq.slice(at + 1)) };
}
