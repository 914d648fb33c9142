// A chart by ECharts, loaded only when one is seen, and the same numbers as a table for everybody who wants them.
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EChartsCoreOption } from 'echarts/core';
import classes from './chart.module.css';
import { Loading } from './loading.js';

const ChartCanvas = lazy(() =>
  import('./chart-canvas.js').then(({ ChartCanvas: one }) => ({ default: one })),
);

export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface ChartProps {
  /** What it shows; the caption of the table too. */
  readonly title: string;
  /** One sentence that tells what is to be seen. */
  readonly summary?: string;
  /** ECharts' own, without colours, fonts, animation and tooltip, which are set here. */
  readonly option: EChartsCoreOption;
  readonly table: ChartTable;
  readonly height?: number;
  /** Beside the title, as `AboutFigure`. */
  readonly about?: ReactNode;
}

export function Chart({ title, summary, option, table, height = 240, about }: ChartProps) {
  const { t } = useTranslation('design');
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.caption}>
        <span>{title}</span>
        {about}
        {summary !== undefined && <span className={classes.summary}>{summary}</span>}
      </figcaption>
      <Suspense fallback={<Loading what={title} lines={6} />}>
        <ChartCanvas option={option} height={height} />
      </Suspense>
      <details className={classes.details}>
        <summary>{t('chart.asTable')}</summary>
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={title}>
          <table>
            <caption className="co-hidden">{title}</caption>
            <thead>
              <tr>
                {table.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, at) => (
                <tr key={at}>
                  {row.map((cell, column) => (
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
