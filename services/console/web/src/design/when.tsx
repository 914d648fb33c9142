// A moment: relative (`Ago`) or exact (`When`), with the other one, and the viewer's zone, in its tooltip.
import { useFormats } from '../i18n/formats.js';
import { Hint } from './hint.js';
import { useNow } from './use-now.js';

export interface WhenProps {
  /** ISO 8601, or milliseconds since 1970. */
  readonly at: string | number;
}

/** `5 minutes ago`, kept true while it is looked at. */
export function Ago({ at }: WhenProps) {
  const formats = useFormats();
  const now = useNow();
  const moment = new Date(at);
  return (
    <Hint label={() => `${formats.dateTime(moment)} (${formats.zone})`}>
      <time dateTime={moment.toISOString()}>{formats.relative(moment, now)}</time>
    </Hint>
  );
}

export interface ExactWhenProps extends WhenProps {
  /** `time` where the day is known, as in a list of one day. */
  readonly show?: 'dateTime' | 'date' | 'time';
}

/** `28 Nov 2026, 10:15:03 CET`. */
export function When({ at, show = 'dateTime' }: ExactWhenProps) {
  const formats = useFormats();
  const moment = new Date(at);
  const label = (): string =>
    `${show === 'dateTime' ? '' : `${formats.dateTime(moment)}, `}${formats.relative(moment)} (${formats.zone})`;
  return (
    <Hint label={label}>
      <time dateTime={moment.toISOString()}>{formats[show](moment)}</time>
    </Hint>
  );
}
