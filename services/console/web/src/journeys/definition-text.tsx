// A definition's text with the numbers of its lines; whole, or the lines of one step.
import { useTranslation } from 'react-i18next';
import classes from './journeys.module.css';

export interface DefinitionTextProps {
  readonly text: string;
  /** From 1, both inclusive. */
  readonly lines?: { readonly from: number; readonly to: number };
}

export function DefinitionText({ text, lines }: DefinitionTextProps) {
  const { t } = useTranslation('journeys');
  const all = text.split('\n');
  const { from, to } = lines ?? { from: 1, to: all.at(-1) === '' ? all.length - 1 : all.length };
  return (
    <pre className={classes.code} tabIndex={0} role="region" aria-label={t('view.definition')}>
      {all.slice(from - 1, to).map((line, at) => (
        <div key={at}>
          <span className={classes.lineNumber} aria-hidden>
            {from + at}
          </span>
          {line}
          {'\n'}
        </div>
      ))}
    </pre>
  );
}
