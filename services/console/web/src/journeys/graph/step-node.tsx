// A step on the picture: its name and kind, who is in it as a number and by size, how long it takes and who left for good.
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/formats.js';
import type { GraphStep } from '../journeys-api.js';
import { kindOf, sumOf } from '../words.js';
import classes from './graph.module.css';

export interface StepData extends Record<string, unknown> {
  readonly step: GraphStep;
  readonly selected: boolean;
  readonly onOpen: (name: string) => void;
}

export type StepNodeType = Node<StepData, 'step'>;

/** Below this, and above that, the circle grows no more. */
const SMALLEST = 26;
const LARGEST = 54;

/** By area: four times the people, twice the width. */
export function circleOf(people: number): number {
  return people === 0 ? 0 : Math.min(LARGEST, SMALLEST + 2.4 * Math.sqrt(people - 1));
}

export const StepNode = memo(function StepNode({
  data: { step, selected, onOpen },
}: NodeProps<StepNodeType>) {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const { name, kind, here, inState, medianSeconds, conversion, dropped, ended, branch } = step;
  const size = circleOf(here);
  const median = medianSeconds === null ? undefined : formats.duration(medianSeconds * 1_000);
  const lost = conversion === null ? undefined : 1 - conversion;
  return (
    <div
      className={classes.step}
      data-kind={kind}
      data-selected={selected}
      data-office={step.office ?? 'none'}
    >
      <Handle type="target" position={Position.Top} id="top" isConnectable={false} />
      <Handle type="target" position={Position.Right} id="right-in" isConnectable={false} />
      <button
        type="button"
        className={`${classes.button} nopan nodrag`}
        data-step={name}
        aria-pressed={selected}
        onClick={() => onOpen(name)}
      >
        <span className={classes.words}>
          <span className={classes.name}>{name}</span>
          <span className={classes.kind}>
            {t(`kind.${kindOf(kind)}`)}
            {branch !== null && <> · {t('graph.inBranch', { branch: branch.name })}</>}
          </span>
          <span className={classes.numbers}>
            {median !== undefined && (
              <span title={t('about.median')}>
                <span className="co-hidden">{t('panel.median')} </span>
                {median}
              </span>
            )}
            {lost !== undefined && dropped > 0 && (
              <span title={t('about.dropped')}>{t('graph.lost', { share: formats.percent(lost, 1) })}</span>
            )}
          </span>
        </span>
        <span className="co-hidden">
          {t('graph.people', { here: formats.number(here), ended: formats.number(sumOf(ended)) })}
        </span>
        {here > 0 && (
          <span className={classes.people} style={{ width: size, height: size }} aria-hidden>
            {here < 10_000 ? formats.number(here) : formats.compact(here)}
          </span>
        )}
        {inState.stalled > 0 && (
          <span className={classes.stalled} aria-hidden>
            <IconAlertTriangle size={12} /> {formats.number(inState.stalled)}
          </span>
        )}
      </button>
      <Handle type="source" position={Position.Bottom} id="bottom" isConnectable={false} />
      <Handle type="source" position={Position.Right} id="right-out" isConnectable={false} />
    </div>
  );
});
