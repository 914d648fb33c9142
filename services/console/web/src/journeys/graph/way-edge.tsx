// A way from step to step: as thick as it was gone, with the number and what leads along it.
import { BaseEdge, EdgeLabelRenderer, getSmoothStepPath, type Edge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/formats.js';
import { wayText } from '../words.js';
import classes from './graph.module.css';
import { GAP } from './layout.js';

export interface WayData extends Record<string, unknown> {
  /** What leads there; several where one step leads to the same other in several ways. */
  readonly on: readonly string[];
  readonly passes: number;
  /** The most that any way of the picture was gone. */
  readonly most: number;
  readonly isBack: boolean;
  /** Among those that come to the same step from above: its words stand that much higher. */
  readonly place: number;
  readonly turn: 'early' | 'late';
  /** Which of the lines beside each other between two rows. */
  readonly track: number;
}

export type WayEdgeType = Edge<WayData, 'way'>;

const THINNEST = 1.25;
const THICKEST = 9;
const LONGEST = 26;

/** By the root, so that a way of a tenth of the people is still to be seen. */
export function thicknessOf(passes: number, most: number): number {
  return passes === 0 || most === 0 ? THINNEST : THINNEST + (THICKEST - THINNEST) * Math.sqrt(passes / most);
}

export const WayEdge = memo(function WayEdge(props: EdgeProps<WayEdgeType>) {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, markerEnd } = props;
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  if (data === undefined) return null;
  const { on, passes, most, isBack, place, turn, track } = data;
  const corner = 18 + track * 6;
  const [path, middleX, middleY] = getSmoothStepPath({
    ...{ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition },
    borderRadius: 12,
    ...(isBack
      ? { offset: 16 + track * 6 }
      : { offset: 10, centerY: turn === 'early' ? sourceY + corner : targetY - GAP.y + corner }),
  });
  const [labelX, labelY] = isBack ? [middleX, middleY] : [targetX, targetY - 22 - place * 18];
  const words = on.map((each) => wayText(t, formats, each)).join(', ');
  return (
    <>
      <BaseEdge
        path={path}
        markerEnd={markerEnd}
        className={classes.way}
        data-gone={passes > 0}
        style={{ strokeWidth: thicknessOf(passes, most) }}
      />
      <EdgeLabelRenderer>
        <div
          className={classes.label}
          data-gone={passes > 0}
          style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          title={on.join(', ')}
          aria-hidden
        >
          {passes > 0 && (
            <strong>{passes < 100_000 ? formats.number(passes) : formats.compact(passes)}</strong>
          )}
          {words !== t('way.next') && (
            <span>{words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words}</span>
          )}
        </div>
      </EdgeLabelRenderer>
    </>
  );
});
