// Requests for every operation of a service's OpenAPI document, with a canary in every text that a customer could fill.
import type { Canaries, CanaryKind } from '@continuo/testing';

/** The parts of an OpenAPI document that matter here; schemas are whole, without references. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

export interface CanaryRequest {
  /** `POST /v1/track`. */
  readonly operation: string;
  readonly method: string;
  /** With its parameters filled in. */
  readonly path: string;
  readonly body?: object;
  /** Presents a write key instead of a token. */
  readonly asShop: boolean;
}

/**
 * Texts that travel on the bus by contract, by the name of their field, and why that is right. Each is filled with a
 * code that says nothing of anybody, so that the request does its work.
 */
export const opaque: Readonly<Record<string, string>> = {
  anonymousId: 'a local id, made by the sender; opaque by contract, part of the header `customer`',
  previousId: 'in an alias call: the anonymous id from before',
  journey: 'the name of a published definition, written by a designer',
  step: 'the name of a step of a definition',
  definition: 'as a filter: the name of a published definition',
  purpose: 'of a consent: a word that the organisation has chosen',
  channel: 'of a consent: a word that the organisation has chosen',
  version: 'of a consent: which wording was shown',
  source: 'of a consent: the form or import where it was said',
  key: 'of a journey: what a definition takes from an event; forbidden to be personal by InstanceEntryRequested',
  vars: 'first values of a journey; forbidden to be personal by InstanceEntryRequested',
  ids: 'numbers of parked records',
  cursor: 'made by the service itself',
};

/** Ids and names that exist, so that requests reach more than a 404. */
export interface Known {
  readonly profileId: string;
  readonly instanceId: string;
  readonly journey: string;
}

/** One request for each operation. */
export function canaryRequests(document: OpenApi, canaries: Canaries, known: Known): CanaryRequest[] {
  return Object.entries(document.paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const name = `${method.toUpperCase()} ${template}`;
      const filler = new Filler(canaries, known, name);
      const schema = operation.requestBody?.content['application/json']?.schema;
      const body = schema === undefined ? undefined : filler.value(schema, []);
      return {
        operation: name,
        method: method.toUpperCase(),
        path: filler.path(template, operation),
        ...(body !== undefined && { body: Object(body) as object }),
        asShop: operation.security?.some((each) => 'basic' in each) ?? false,
      };
    }),
  );
}

class Filler {
  constructor(
    private readonly canaries: Canaries,
    private readonly known: Known,
    private readonly operation: string,
  ) {}

  path(template: string, { parameters = [] }: Operation): string {
    const query = new URLSearchParams();
    let path = template;
    for (const { name, in: place, schema } of parameters) {
      const value = String(this.value(schema ?? { type: 'string' }, [name]));
      if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value));
      else if (place === 'query' && name !== 'cursor') query.set(name, value);
    }
    return query.size === 0 ? path : `${path}?${query.toString()}`;
  }

  value(schema: Schema, place: readonly string[]): unknown {
    const [choice] = schema.anyOf ?? schema.oneOf ?? [];
    if (choice !== undefined) return this.value(choice, place);
    if (place.at(-1) === 'kind') return 'email';
    if (schema.enum !== undefined) return schema.enum[0];
    switch (schema.type) {
      case 'object':
        return this.object(schema, place);
      case 'array':
        return this.list(schema, place);
      case 'string':
        return this.text(schema, place);
      case 'boolean':
        return true;
      case 'integer':
      case 'number':
        return Math.max(1, schema.minimum ?? 1);
      default:
        return this.canary('text', place);
    }
  }

  private object(schema: Schema, place: readonly string[]): object {
    const named = Object.entries(schema.properties ?? {});
    if (place.at(-1) === 'vars') return { note: opaqueText };
    if (named.length === 0) return this.person(place);
    // Either of the two names a customer; both are refused.
    const chosen = named.filter(
      ([name]) => name !== 'profileId' || !named.some(([other]) => other.startsWith('customer')),
    );
    return Object.fromEntries(chosen.map(([name, inner]) => [name, this.value(inner, [...place, name])]));
  }

  /** Customers are named by what must never travel as it is. */
  private list(schema: Schema, place: readonly string[]): unknown[] {
    const items = schema.items ?? {};
    if (place.at(-1) === 'customers') {
      const address = this.canary('email', [...place, '0', 'value']);
      const number = this.canary('phone', [...place, '1', 'value']);
      return [
        { kind: 'email', value: address },
        { kind: 'phone', value: number },
      ];
    }
    if (place.at(-1) === 'batch')
      return ['track', 'identify', 'page'].map((type, at) => ({
        ...(this.value(items, [...place, String(at)]) as object),
        type,
        event: this.canary('email', [...place, String(at), 'event']),
        properties: this.person([...place, String(at), 'properties']),
        traits: this.person([...place, String(at), 'traits']),
      }));
    return [this.value(items, [...place, '0'])];
  }

  private text({ format, pattern }: Schema, place: readonly string[]): string {
    const name = place.at(-1) ?? '';
    if (format === 'uuid')
      return /instances/.test(this.operation) ? this.known.instanceId : this.known.profileId;
    if (format === 'date-time') return new Date().toISOString();
    if (place.at(-2) === 'customer') return this.canary('email', place);
    if (name === 'journey' || (name === 'definition' && this.operation.startsWith('GET')))
      return this.known.journey;
    if (name === 'definition') return this.canary('text', place);
    if (name === 'ids' || place.at(-2) === 'ids') return '1';
    if (name === 'purpose' && pattern === undefined) return this.canary('text', place);
    if (Object.hasOwn(opaque, name)) return opaqueText;
    return this.canary(kindOf(name), place);
  }

  /** What a customer's data may look like where a contract leaves it open. */
  private person(place: readonly string[]): object {
    const filled = (kind: CanaryKind, ...inner: string[]): string => this.canary(kind, [...place, ...inner]);
    return {
      firstName: filled('name', 'firstName'),
      email: filled('email', 'email'),
      phone: filled('phone', 'phone'),
      address: { street: filled('address', 'address', 'street'), city: filled('name', 'address', 'city') },
      message: filled('text', 'message'),
      remark: filled('name', 'remark'),
      order_id: filled('email', 'order_id'),
      device: { id: filled('phone', 'device', 'id') },
      comments: [{ author: filled('name', 'comments', 'author'), body: filled('text', 'comments', 'body') }],
      traits: { email: filled('email', 'traits', 'email'), name: filled('name', 'traits', 'name') },
      externalIds: [{ type: 'email', id: filled('email', 'externalIds', 'id') }],
      [filled('email', 'a name')]: true,
    };
  }

  private canary(kind: CanaryKind, place: readonly string[]): string {
    return this.canaries.make(kind, `${this.operation} ${place.join('.')}`).value;
  }
}

const opaqueText = 'newsletter';

/** Names of events and pages, and ids, may be codes; addresses in them must be recognised. */
function kindOf(field: string): CanaryKind {
  return /^(userId|messageId|groupId|event|name|type)$/.test(field) ? 'email' : 'text';
}
