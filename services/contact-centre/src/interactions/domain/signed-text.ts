// What Twilio signs: the address it called, then every field of the form, name and value, in the order of the names.

/**
 * The texts that a signature may be over. Twilio is not consistent about ports: the address counts as configured,
 * without its port, and with the protocol's own one.
 */
export function signedTexts(
  publicUrl: string,
  pathAndQuery: string,
  fields: Iterable<readonly [string, string]>,
): readonly string[] {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of fields) values.set(name, (values.get(name) ?? new Set()).add(value));
  const form = [...values.keys()]
    .sort()
    .flatMap((name) => [...(values.get(name) ?? [])].sort().map((value) => `${name}${value}`))
    .join('');
  return addressesOf(publicUrl).map((address) => `${address}${pathAndQuery}${form}`);
}

function addressesOf(publicUrl: string): readonly string[] {
  const match = /^(https?):\/\/([^/:]+|\[[^\]]+\])(:\d+)?(.*)$/.exec(publicUrl);
  if (match === null) return [publicUrl];
  const [, protocol = '', host = '', , path = ''] = match;
  const standard = protocol === 'https' ? ':443' : ':80';
  return [...new Set([publicUrl, `${protocol}://${host}${path}`, `${protocol}://${host}${standard}${path}`])];
}
