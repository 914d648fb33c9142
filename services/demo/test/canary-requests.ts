// Requests for every operation of a service's OpenAPI document, with a canary in every text that a customer could fill.
import type { Canaries, CanaryKind } from '@continuo/testing';
import { randomUUID } from 'node:crypto';
import type { Adjustment } from './canary-adjustment.js';
import { adjustments } from './canary-adjustments.js';
import type { KnownThings } from './known-things.js';
import { checked, opaque, opaqueValue } from './opaque-fields.js';

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
  readonly template: string;
  readonly method: string;
  /** With its parameters filled in. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Presents a write key instead of a token. */
  readonly asShop: boolean;
  readonly learns?: NonNullable<Adjustment['learns']>;
}

interface Described {
  readonly template: string;
  readonly method: string;
  readonly operation: Operation;
}

/**
 * `fitting` does the operation's work: canaries where its contract leaves room for a text, and what exists elsewhere.
 * `hostile` has canaries in ids, codes and words of a set too: it is refused, and must leave no trace.
 */
export type Manner = 'fitting' | 'hostile';

/** Requests for each operation, made one by one: what is known grows by their answers. What takes away comes last. */
export function* canaryRequests(
  document: OpenApi,
  canaries: Canaries,
  known: KnownThings,
): Generator<CanaryRequest> {
  const operations: readonly Described[] = Object.entries(document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ template, method, operation })),
  );
  const byName = new Map(operations.map((each) => [nameOf(each), each]));
  const fill = (one: Described, manner: Manner): Generator<CanaryRequest> =>
    requestsFor(one, manner, new Filler(canaries, known, one, manner));
  for (const one of operations.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    yield* fill(one, 'hostile');
    for (const name of neededBy(nameOf(one))) {
      const needed = byName.get(name);
      if (needed === undefined) throw new Error(`${nameOf(one)} needs ${name}, which nobody offers`);
      yield* fill(needed, 'fitting');
    }
    yield* fill(one, 'fitting');
  }
}

/** `POST /v1/track`. */
function nameOf({ template, method }: Pick<Described, 'template' | 'method'>): string {
  return `${method.toUpperCase()} ${template}`;
}

/** What goes before an operation, and what goes before that. */
function neededBy(name: string): readonly string[] {
  return (adjustments[name]?.needs ?? []).flatMap((needed) => [...neededBy(needed), needed]);
}

/** What ends a conversation comes after what begins it; what takes away is last. */
function rankOf({ template, method }: Described): number {
  if (method === 'delete') return 2;
  return template.endsWith(':end') ? 1 : 0;
}

function* requestsFor(
  { template, method, operation }: Described,
  manner: Manner,
  filler: Filler,
): Generator<CanaryRequest> {
  const name = nameOf({ template, method });
  const adjustment: Adjustment = (manner === 'fitting' ? adjustments[name] : undefined) ?? {};
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body =
    schema === undefined
      ? undefined
      : (Object(filler.value(schema, [])) as Readonly<Record<string, unknown>>);
  const bodies = body === undefined ? [body] : (adjustment.bodies?.(body, filler.known) ?? [body]);
  for (const each of bodies)
    yield {
      operation: name,
      template,
      method: method.toUpperCase(),
      path: filler.path(template, operation),
      headers: filler.headers(operation),
      ...(each !== undefined && { body: each }),
      asShop: operation.security?.some((way) => 'basic' in way) ?? false,
      ...(adjustment.learns && { learns: adjustment.learns }),
    };
}

class Filler {
  readonly #name: string;
  readonly #template: string;

  constructor(
    private readonly canaries: Canaries,
    readonly known: KnownThings,
    { template, method }: { readonly template: string; readonly method: string },
    private readonly manner: Manner,
  ) {
    this.#name = nameOf({ template, method });
    this.#template = template;
  }

  path(template: string, { parameters = [] }: Operation): string {
    const query = new URLSearchParams();
    const adjusted =
      this.manner === 'fitting' ? adjustments[this.#name]?.parameters?.(this.known) : undefined;
    let path = template;
    for (const { name, in: place, schema } of parameters) {
      if (place === 'header' || (name === 'cursor' && this.manner === 'fitting')) continue;
      const given = adjusted?.[name];
      if (given === null) continue;
      const value = given ?? String(this.value(schema ?? { type: 'string' }, [name]));
      if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value));
      else query.set(name, value);
    }
    return query.size === 0 ? path : `${path}?${query.toString()}`;
  }

  /** The caller has seen every version; a key of idempotence may be anything. */
  headers({ parameters = [] }: Operation): Record<string, string> {
    const named = parameters.filter(({ in: place }) => place === 'header');
    const makes = this.manner === 'fitting' && adjustments[this.#name]?.makes === true;
    return {
      ...(!makes && { 'if-match': '*' }),
      ...Object.fromEntries(named.map(({ name }) => [name, this.canary('email', [name])])),
    };
  }

  value(schema: Schema, place: readonly string[]): unknown {
    const [choice] = schema.anyOf ?? schema.oneOf ?? [];
    if (choice !== undefined) return this.value(choice, place);
    if (place.at(-1) === 'kind') return 'email';
    if (schema.enum !== undefined)
      return this.manner === 'fitting' ? schema.enum[0] : this.canary('text', place);
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
    if (place.at(-1) === 'vars') return { cart: opaqueValue('vars') };
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

  private text(schema: Schema, place: readonly string[]): string {
    const name = place.findLast((each) => !/^\d+$/.test(each)) ?? '';
    const canary = (): string => this.canary(kindOf(name, place), place);
    if (this.manner === 'hostile')
      return Object.hasOwn(opaque, name) && accepts(schema) ? opaqueValue(name) : canary();
    if (schema.format === 'uuid') return this.known.of(this.#template, name) ?? randomUUID();
    if (schema.format === 'date-time') return new Date().toISOString();
    const isGiven = Object.hasOwn(opaque, name) && !(isFree(name) && accepts(schema));
    if (isGiven || Object.hasOwn(checked, name))
      return this.known.of(this.#template, name) ?? opaqueValue(name);
    if (!accepts(schema)) throw new Error(`${this.#name} ${place.join('.')} takes no canary: say why`);
    return canary();
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
    return this.canaries.make(kind, `${this.#name} ${place.join('.')} (${this.manner})`).value;
  }
}

/** Of the words that are opaque in one place, those that are free text in another: why somebody reads, what is shown. */
function isFree(name: string): boolean {
  return name === 'purpose' || name === 'code';
}

/** Whether the contract would take a sentence, an address and a number with its plus sign. */
function accepts({ format, pattern, enum: words }: Schema): boolean {
  if (format === 'uuid' || format === 'date-time' || words !== undefined) return false;
  if (pattern === undefined) return true;
  const shape = new RegExp(pattern, 'u');
  return ['call me back', 'somebody@example.net', '+4971234567890'].some((text) => shape.test(text));
}

/** Names of events and pages, and ids, may be codes; addresses in them must be recognised. */
function kindOf(field: string, place: readonly string[]): CanaryKind {
  if (/^(userId|loyaltyNumber|messageId|groupId|event|type|emails?|value)$/.test(field)) return 'email';
  if (/^(phones?|address)$/.test(field)) return 'phone';
  if (/^(givenName|familyName|displayName)$/.test(field)) return 'name';
  if (field === 'name') return place.length === 1 ? 'email' : 'name';
  return 'text';
}
