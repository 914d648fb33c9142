// What must stand in no URL and be shown to nobody who only looks at records: an address or a number of somebody.

/**
 * Whether a text, or the value of an entry `kind=value`, is an e-mail address or a phone number. A hash or an id is not.
 */
export function namesInTheClear(text: string): boolean {
  const value = text.slice(text.indexOf('=') + 1);
  return /@|%40/.test(value) || /^(\+|%2B|00)\d{5,}$/i.test(value);
}
