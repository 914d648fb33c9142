// What an action would do to one journey, as the engine foresees it: one sentence for each thing, in their order.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ActionName, Foreseen } from './incidents-api.js';
import classes from './incidents.module.css';
import { outcomeText } from './outcomes.js';

interface ForeseenListProps {
  readonly action: ActionName;
  readonly of: 'step' | 'undo';
  readonly foreseen: Foreseen;
}

export function ForeseenList({ action, of, foreseen }: ForeseenListProps) {
  const { t } = useTranslation('incidents');
  return (
    <ul className={classes.sentences}>
      {sentences(t, action, of, foreseen).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function sentences(
  t: TFunction<'incidents'>,
  action: ActionName,
  of: 'step' | 'undo',
  { refused, sends, enters, ends, undoes, stands }: Foreseen,
): readonly string[] {
  if (refused !== null) return [t('foreseen.refused', { why: outcomeText(t, refused) })];
  const first =
    of === 'undo' && action !== 'cancel'
      ? (`foreseen.${action}Undo` as const)
      : (`foreseen.${action}` as const);
  const told = [
    t(first),
    ...undoneSentence(t, undoes),
    ...sends.map(({ command, step, repeats }) =>
      t(repeats ? 'foreseen.repeats' : 'foreseen.sends', { command, step }),
    ),
    ...enters.map((step) => t('foreseen.enters', { step })),
    ...(ends === null ? [] : [t('foreseen.ends', { outcome: ends })]),
    ...(stands === null ? [] : [t('foreseen.stands', stands)]),
  ];
  return [...new Set(told.length === 1 && action === 'retry' ? [...told, t('foreseen.nothing')] : told)];
}

function undoneSentence(t: TFunction<'incidents'>, undoes: readonly string[]): readonly string[] {
  return undoes.length === 0 ? [] : [t('foreseen.undoes', { steps: undoes.join(', ') })];
}
