// What an entry by API may carry onto the bus: codes and numbers, nothing that looks like somebody's data.
import { findingInTravelling, type Refusal } from '@continuo/kernel';

/** What travels of an entry as it was given. */
export interface TravellingValues {
  readonly key?: string;
  readonly vars: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * The key and the vars of an entry go onto the bus as they are, so what looks like an address, a number, a card or
 * somebody's words is refused.
 */
export function personalIn({ key, vars }: TravellingValues): Refusal<'looks-personal'> | undefined {
  const given = [
    ['key', key] as const,
    ...Object.entries(vars).map(([name, value]) => [`vars.${name}`, value] as const),
  ];
  for (const [field, value] of given) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const finding = findingInTravelling(field, value);
    if (finding === undefined) continue;
    const message = `looks like personal data (${finding}), which must not travel: pass an id that says nothing`;
    return { code: 'looks-personal', message, field, rule: `not:${finding}` };
  }
  return undefined;
}
