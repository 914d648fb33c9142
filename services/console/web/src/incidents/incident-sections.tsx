// The four lists of trouble beside each other, as links: each is an address of its own.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../session/session.js';
import classes from './incidents.module.css';

export type IncidentSection = 'open' | 'stuck' | 'actions' | 'parked';

const ADDRESSES: readonly (readonly [IncidentSection, string])[] = [
  ['open', '/incidents'],
  ['stuck', '/incidents?tab=stuck'],
  ['actions', '/incidents?tab=actions'],
  ['parked', '/incidents/parked'],
];

export function IncidentSections({ here }: { readonly here: IncidentSection }) {
  const { t } = useTranslation('incidents');
  const mayParked = useMay('operator');
  return (
    <nav className={classes.sections} aria-label={t('sections.label')}>
      {ADDRESSES.filter(([name]) => name !== 'parked' || mayParked).map(([name, to]) => (
        <Link key={name} to={to} aria-current={name === here ? 'page' : undefined}>
          {t(`sections.${name}`)}
        </Link>
      ))}
    </nav>
  );
}
