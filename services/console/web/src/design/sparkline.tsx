// The shape of the last values, small enough to stand in a row; its words carry what the line shows.
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/formats.js';
import classes from './sparkline.module.css';

export interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly number[];
  /** What is drawn. */
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
}

export function Sparkline({ values, label, width = 96, height = 24 }: SparklineProps) {
  const { t } = useTranslation('design');
  const { number } = useFormats();
  if (values.length < 2) return null;
  const most = Math.max(...values);
  const least = Math.min(0, ...values);
  const span = most - least || 1;
  const points = values.map((value, at) => {
    const x = 1 + (at / (values.length - 1)) * (width - 2);
    const y = height - 2 - ((value - least) / span) * (height - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const words = t('sparkline', { label, last: number(values.at(-1) ?? 0, 1), most: number(most, 1) });
  return (
    <svg
      className={classes.line}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words}
    >
      <polyline points={points.join(' ')} />
    </svg>
  );
}
