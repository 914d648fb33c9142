// The number of a case that people say to each other, beside its id.

/** `C-000123`; longer when there are more than a million. */
export function caseNumber(number: number): string {
  return `C-${String(number).padStart(6, '0')}`;
}

/** The number behind what a person typed (`c-123` too), or undefined when it is none. */
export function parseCaseNumber(text: string): number | undefined {
  const digits = /^\s*C-?(\d{1,15})\s*$/i.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
