// An office's lane behind its steps.
import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Office } from '../words.js';
import classes from './graph.module.css';

export type LaneNodeType = Node<{ readonly office: Office }, 'lane'>;

export const LaneNode = memo(function LaneNode({ data: { office } }: NodeProps<LaneNodeType>) {
  const { t } = useTranslation('journeys');
  return (
    <div className={classes.lane} data-office={office}>
      <span>{t(`office.${office}`)}</span>
    </div>
  );
});
