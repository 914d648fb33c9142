// Half a surrogate pair cannot be written as UTF-8: found before it becomes another text or bytes that nobody can read.

const replacement = Buffer.from('\uFFFD');

/**
 * A cheap look at encoded bytes. Half a pair comes out as ED A0..BF (short texts) or as U+FFFD (long ones), and either may
 * also come out of honest values: only then the value itself is walked.
 */
export function mayHoldLoneSurrogate(avro: Buffer): boolean {
  for (let at = avro.indexOf(0xed); at !== -1; at = avro.indexOf(0xed, at + 1)) {
    if ((avro[at + 1] ?? 0) >= 0xa0) return true;
  }
  return avro.includes(replacement);
}

/** The path of the first text with half a surrogate pair, or undefined. */
export function hasLoneSurrogate(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path || 'value';
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (!name.isWellFormed()) return path || 'value';
    const found = hasLoneSurrogate(inner, at);
    if (found !== undefined) return found;
  }
  return undefined;
}
