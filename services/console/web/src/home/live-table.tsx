// A table of the live document: there is nothing to wait for and nothing to ask again, only rows that change.
import type { ReactNode } from 'react';
import { DataTable, type Column } from '../design/data-table.js';
import { AboutFigure, type About } from '../design/figure.js';
import classes from './home.module.css';

export interface LiveTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly items: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowLink?: (row: Row) => string;
  readonly empty: ReactNode;
}

export function LiveTable<Row>({ items, ...table }: LiveTableProps<Row>) {
  return <DataTable {...table} query={{ data: { items }, error: null, refetch, isPlaceholderData: false }} />;
}

const refetch = () => Promise.reject(new Error('a live table is not asked for again'));

/** A column's head with what stands behind its figures; the plain name stays for a phone. */
export function figureHead(label: string, about: About): Pick<Column<unknown>, 'label' | 'header'> {
  const header = (
    <span className={classes.columnHead}>
      {label}
      <AboutFigure label={label} about={about} />
    </span>
  );
  return { label, header };
}
