// A list of moments cut into the days of a time zone, in the order they came.

export interface Day<Item> {
  /** `2026-11-28`. */
  readonly day: string;
  readonly items: readonly Item[];
}

export function byDay<Item extends { readonly at: string }>(
  items: readonly Item[],
  zone: string,
): readonly Day<Item>[] {
  // Swedish writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  const days: { day: string; items: Item[] }[] = [];
  for (const item of items) {
    const day = format.format(new Date(item.at));
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}
