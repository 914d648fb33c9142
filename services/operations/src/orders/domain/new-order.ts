// What an order asks for, and whether a second one of its id asks for the same.

export const CHANNELS = ['web', 'app', 'phone', 'shop'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface AskedLine {
  readonly productId: string;
  readonly quantity: number;
}

/** One way to name the customer, as events carry it. */
export interface NamedCustomer {
  readonly kind: string;
  readonly value: string;
}

/** An order as it is asked for; whom it is for by identifiers that are hashed already. */
export interface AskedOrder {
  readonly orderId: string;
  readonly fulfilment: 'collect';
  readonly channel: Channel;
  readonly storeId: string;
  readonly lines: readonly AskedLine[];
  readonly customer: readonly NamedCustomer[];
  readonly contactId?: string;
  readonly contactName?: string;
  readonly contactPhone?: string;
}

/**
 * True when both ask for the same. While hash keys are being replaced, one of the two may name its customer by more
 * versions of the same hash: the versions that both have are compared.
 */
export function asksTheSame(one: AskedOrder, other: AskedOrder): boolean {
  return plain(one) === plain(other) && isSameCustomer(one.customer, other.customer);
}

function plain(order: AskedOrder): string {
  return JSON.stringify([
    order.fulfilment,
    order.channel,
    order.storeId,
    order.lines.map(({ productId, quantity }) => [productId, quantity]),
    order.contactId ?? null,
    order.contactName ?? null,
    order.contactPhone ?? null,
  ]);
}

function isSameCustomer(one: readonly NamedCustomer[], other: readonly NamedCustomer[]): boolean {
  const versions = new Set(
    one.flatMap(versionOf).filter((version) => other.flatMap(versionOf).includes(version)),
  );
  const kinds = (names: readonly NamedCustomer[]): string =>
    [...new Set(names.map(({ kind }) => kind.replace(HASH_VERSION, '')))].sort().join();
  const compared = (names: readonly NamedCustomer[]): string =>
    names
      .filter((name) => versionOf(name).every((version) => versions.has(version)))
      .map(({ kind, value }) => `${kind}=${value}`)
      .sort()
      .join(';');
  return kinds(one) === kinds(other) && compared(one) === compared(other);
}

const HASH_VERSION = /\.h(\d+)$/;

/** The hash's key version, or none where the value is no hash. */
function versionOf({ kind }: NamedCustomer): readonly string[] {
  const version = HASH_VERSION.exec(kind)?.[1];
  return version === undefined ? [] : [version];
}
