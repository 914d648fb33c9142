// The head of a column of figures: its name, and what stands behind them.
import type { Column } from '../design/data-table.js';
import { AboutFigure, type About } from '../design/figure.js';
import classes from './bus.module.css';

export function figureHead(label: string, about: About): Pick<Column<unknown>, 'label' | 'header'> {
  const header = (
    <span className={classes.columnHead}>
      {label}
      <AboutFigure label={label} about={about} />
    </span>
  );
  return { label, header };
}
