// Where a listener of a place's alerts is: the number of the last change it was told, in the form of an event's id.

/** The id of an event. The prefix keeps ids apart that a framework makes up. */
export function positionId(position: number): string {
  return `news-${position}`;
}

/**
 * The position that `Last-Event-ID` names; undefined when it names none of this place's, and the listener must begin
 * anew. Position 0 is the beginning.
 */
export function positionOf(lastEventId: string | undefined, newest: number): number | undefined {
  const digits = /^news-(\d{1,15})$/.exec(lastEventId ?? '')?.[1];
  const position = Number(digits ?? 0);
  return position >= 1 && position <= newest ? position : undefined;
}
