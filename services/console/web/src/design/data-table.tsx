// A list as a table that the server pages and filters: caption, skeleton, empty, error, row links, and cards on a phone.
import { Button, Skeleton, Table } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/icons/IconChevronLeft';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import type { UseQueryResult } from '@tanstack/react-query';
import { Fragment, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Role } from '../session/roles.js';
import { isRefused, Refused } from './answered.js';
import classes from './data-table.module.css';
import type { CursorPaging } from './use-cursor-paging.js';

export interface Column<Row> {
  readonly key: string;
  readonly header: ReactNode;
  /** Its name where the header is more than a text: stands beside the value on a phone. */
  readonly label?: string;
  readonly cell: (row: Row) => ReactNode;
  /** `end` for numbers. */
  readonly align?: 'start' | 'end';
  /** Names the row; one column has it. Its content becomes the row's link when `rowLink` is given. */
  readonly names?: boolean;
  /** Left out on a phone. */
  readonly wideOnly?: boolean;
  /** Its share, as in CSS: `12rem`, `40%`. */
  readonly width?: string;
}

export interface DataTableProps<Row> {
  /** What the table lists; hidden where a heading says it already. */
  readonly caption: string;
  readonly showCaption?: boolean;
  /** Rows are drawn again when these are others: keep them while nothing in them changes (`useMemo`). */
  readonly columns: readonly Column<Row>[];
  /** Answers one page: its rows, and the cursor of the next one when there is one. */
  readonly query: Pick<UseQueryResult<RowsPage<Row>>, 'data' | 'error' | 'refetch' | 'isPlaceholderData'>;
  readonly rowKey: (row: Row) => string;
  readonly rowLink?: (row: Row) => string;
  /** What is opened below a row: its details. False or undefined for all the others. */
  readonly opened?: (row: Row) => ReactNode;
  /** Shown when there is no row: an `Empty`. */
  readonly empty: ReactNode;
  readonly paging?: CursorPaging;
  /** Named where the service refuses: those that may. */
  readonly roles?: readonly Role[];
  /** Of the skeleton. */
  readonly rows?: number;
}

export interface RowsPage<Row> {
  readonly items: readonly Row[];
  readonly nextCursor?: string | null;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, showCaption = false, columns, query, empty, paging, roles } = props;
  const { data, error, refetch, isPlaceholderData } = query;
  if (error !== null && (data === undefined || isRefused(error)))
    return <Refused error={error} roles={roles} onRetry={() => void refetch()} />;
  if (data?.items.length === 0 && paging?.isFirst !== false) return empty;
  return (
    <div className={classes.frame}>
      <Table.ScrollContainer minWidth={0} className={classes.scroll} aria-label={caption}>
        <Table className={classes.table} aria-busy={data === undefined || isPlaceholderData} highlightOnHover>
          <caption className={showCaption ? classes.caption : 'co-hidden'}>{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ key, header, align, wideOnly, width }) => (
                <th key={key} scope="col" data-align={align} data-wide={wideOnly} style={{ width }}>
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{data === undefined ? <SkeletonRows {...props} /> : <Rows {...props} page={data} />}</tbody>
        </Table>
      </Table.ScrollContainer>
      {paging !== undefined && (
        <Pager paging={paging} next={data?.nextCursor ?? undefined} busy={isPlaceholderData} />
      )}
    </div>
  );
}

function Rows<Row>({ columns, page, rowKey, rowLink, opened }: DataTableProps<Row> & WithPage<Row>) {
  return page.items.map((row) => {
    const below = opened?.(row);
    return (
      <Fragment key={rowKey(row)}>
        <OneRow columns={columns} row={row} link={rowLink?.(row)} />
        {below !== undefined && below !== false && below !== null && (
          <tr data-opened>
            <td colSpan={columns.length}>{below}</td>
          </tr>
        )}
      </Fragment>
    );
  });
}

interface WithPage<Row> {
  readonly page: RowsPage<Row>;
}

interface OneRowProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly row: Row;
  readonly link: string | undefined;
}

/** Drawn again when its data or the columns are others: what happens around a list costs nothing in it. */
const OneRow = memo(function OneRow<Row>({ columns, row, link }: OneRowProps<Row>) {
  return (
    <tr>
      {columns.map(({ key, header, label: told, cell, align, names, wideOnly }) => {
        const inside = cell(row);
        const content =
          names === true && link !== undefined ? (
            <Link to={link} className={classes.link}>
              {inside}
            </Link>
          ) : (
            inside
          );
        const label = told ?? (typeof header === 'string' ? header : undefined);
        return names === true ? (
          <th key={key} scope="row" data-align={align} data-wide={wideOnly}>
            {content}
          </th>
        ) : (
          <td key={key} data-align={align} data-wide={wideOnly} data-label={label}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}) as <Row>(props: OneRowProps<Row>) => ReactNode;

function SkeletonRows<Row>({ columns, rows = 6 }: DataTableProps<Row>) {
  return Array.from({ length: rows }, (_, row) => (
    <tr key={row}>
      {columns.map(({ key, wideOnly }) => (
        <td key={key} data-wide={wideOnly}>
          <Skeleton height={14} width={`${60 + ((row * 17) % 40)}%`} />
        </td>
      ))}
    </tr>
  ));
}

interface PagerProps {
  readonly paging: CursorPaging;
  readonly next: string | undefined;
  readonly busy: boolean;
}

/** The ways to the next and the previous page, where there are any; also below a list that is no table. */
export function Pager({ paging, next, busy }: PagerProps) {
  const { t } = useTranslation('design');
  if (paging.isFirst && next === undefined) return null;
  return (
    <nav className={classes.pager} aria-label={t('table.pages')}>
      <Button
        variant="default"
        size="xs"
        disabled={paging.isFirst || busy}
        leftSection={<IconChevronLeft size={14} aria-hidden />}
        onClick={paging.previous}
      >
        {paging.knowsPrevious ? t('table.previous') : t('table.first')}
      </Button>
      <Button
        variant="default"
        size="xs"
        disabled={next === undefined || busy}
        rightSection={<IconChevronRight size={14} aria-hidden />}
        onClick={() => next !== undefined && paging.next(next)}
      >
        {t('table.next')}
      </Button>
    </nav>
  );
}
