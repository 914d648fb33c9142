// What exists, by the names that parameters and fields have, so that requests reach more than a 404.

export class KnownThings {
  readonly #values: Map<string, string>;

  constructor(values: Readonly<Record<string, string>>) {
    this.#values = new Map(Object.entries(values));
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** Takes in what was told by name; what is no text is left out, and the newest counts. */
  keep(told: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(told))
      if (typeof value === 'string') this.#values.set(name, value);
  }

  /** In this path: `id` is of what stands before it, and of what is asked for in batches; `customer` is a profile. */
  of(template: string, name: string): string | undefined {
    if (name === 'id' || name === 'ids' || name === 'profileIds')
      return (
        this.get(`${thingIn(template)}Id`) ?? (name === 'profileIds' ? this.get('profileId') : undefined)
      );
    return this.get(name === 'customer' ? 'profileId' : name);
  }

  /** Keeps ids of an answer, or of the first item of a page, that were not known. */
  learn(template: string, answer: string): void {
    const { items, ...whole } = objectIn(answer) as { readonly items?: readonly object[] };
    for (const [name, value] of Object.entries(items?.[0] ?? whole)) {
      if (typeof value !== 'string') continue;
      const named = name === 'id' ? `${thingIn(template)}Id` : name;
      if (named.endsWith('Id') && !this.#values.has(named)) this.#values.set(named, value);
    }
  }
}

/** `/api/crm/contacts/{id}:show` and `/api/crm/contacts:batchGet` are about a contact. */
function thingIn(template: string): string {
  const [, many = ''] = /\/([a-z-]+)(?:\/\{[a-z]*id\}|:|$)/i.exec(template.replace('/v1', '')) ?? [];
  return many.replace(/ies$/, 'y').replace(/s$/, '');
}

/** What an answer holds; nothing when it is no JSON. */
export function objectIn(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
