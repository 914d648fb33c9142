// The headers of a record, as far as people are shown them: of the others their name, and why not.
import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/formats.js';
import classes from './shown-headers.module.css';

export interface ShownHeader {
  readonly name: string;
  readonly value: string | null;
  readonly hidden: 'personal' | 'unknown' | 'malformed' | null;
  readonly bytes: number;
}

/** Nothing where there are none. */
export function ShownHeaders({ of }: { readonly of: readonly ShownHeader[] }) {
  const { t } = useTranslation('design');
  const formats = useFormats();
  if (of.length === 0) return null;
  return (
    <Table withRowBorders={false} verticalSpacing={2} fz="sm">
      <caption className="co-hidden">{t('headers.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('headers.name')}</th>
          <th scope="col">{t('headers.value')}</th>
        </tr>
      </thead>
      <tbody>
        {of.map(({ name, value, hidden, bytes }) => (
          <tr key={`${name} ${value ?? ''}`}>
            <th scope="row" className={classes.code}>
              {name}
            </th>
            <td>
              {value !== null && <span className={classes.code}>{value}</span>}{' '}
              {hidden !== null && (
                <span className={classes.why}>
                  {t(`headers.hidden.${hidden}`, { bytes: formats.bytes(bytes) })}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
