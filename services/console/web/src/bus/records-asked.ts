// From a page's address to the question that the console is asked; what makes no sense in it is left out.
import type { RecordsAsked } from './bus-api.js';

const LIMIT = 50;

export function askedOf(topic: string, parameters: URLSearchParams): RecordsAsked {
  const text = (name: string): string | undefined => {
    const value = parameters.get(name)?.trim();
    return value === undefined || value === '' ? undefined : value;
  };
  const number = (name: string): string | undefined => {
    const value = text(name);
    return value !== undefined && /^\d{1,19}$/.test(value) ? value : undefined;
  };
  const partition = number('partition');
  const asked = {
    topic,
    limit: LIMIT,
    type: text('type'),
    customer: text('customer'),
    key: text('key'),
    correlationId: text('correlationId'),
    partition: partition === undefined ? undefined : Number(partition),
    ...beginOf(partition, number('offset'), text('since'), text('order')),
  };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as RecordsAsked;
}

/** A place is more exact than a time, and a time than an order. */
function beginOf(
  partition: string | undefined,
  offset: string | undefined,
  since: string | undefined,
  order: string | undefined,
): Pick<RecordsAsked, 'from' | 'offset' | 'time'> {
  if (partition !== undefined && offset !== undefined) return { from: 'offset', offset };
  if (since !== undefined && !Number.isNaN(Date.parse(since)))
    return { from: 'time', time: new Date(since).toISOString() };
  return { from: order === 'oldest' ? 'earliest' : 'latest' };
}
