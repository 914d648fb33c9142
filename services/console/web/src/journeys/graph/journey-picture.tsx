// The journey as a picture: steps in the lanes of their offices, the ways between them, and who is where.
import {
  Controls,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type ColorMode,
  type EdgeTypes,
  type NodeTypes,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { JourneyGraph } from '../journeys-api.js';
import { elementsOf, keepingSame, type AnyNode, type Elements } from './elements.js';
import classes from './graph.module.css';
import { LaneNode } from './lane-node.js';
import { layoutOf, type Layout } from './layout.js';
import { ARROWS, neighbour } from './neighbours.js';
import { StepNode } from './step-node.js';
import { WayEdge, type WayEdgeType } from './way-edge.js';

const NODE_TYPES: NodeTypes = { step: StepNode, lane: LaneNode };
const EDGE_TYPES: EdgeTypes = { way: WayEdge };
const FIT = { padding: 0.04, maxZoom: 1, minZoom: 0.2 } as const;
/** The picture is as high as its steps need, up to what fits a window. */
const HIGHEST = 860;
const LOWEST = 320;

export interface JourneyPictureProps {
  readonly graph: JourneyGraph;
  readonly selected: string | undefined;
  readonly onOpen: (name: string) => void;
}

export function JourneyPicture(props: JourneyPictureProps) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  );
}

function Picture({ graph, selected, onOpen }: JourneyPictureProps) {
  const { t } = useTranslation('journeys');
  const scheme = useComputedColorScheme('light');
  const layout = useLayout(graph);
  const { nodes, edges } = useElements({ graph, layout, selected, onOpen });
  const frame = useRef<HTMLDivElement>(null);
  useShownWhole(frame, layout);
  const move = (event: KeyboardEvent) => {
    const from = (event.target as HTMLElement).closest<HTMLElement>('[data-step]')?.dataset['step'];
    const arrow = ARROWS.find((each) => each === event.key);
    if (from === undefined || arrow === undefined) return;
    event.preventDefault();
    const to = neighbour(layout, graph.edges, from, arrow);
    if (to !== undefined) focusStep(frame.current, to);
  };
  return (
    <div
      ref={frame}
      className={classes.picture}
      role="group"
      aria-label={t('graph.label')}
      aria-describedby="journey-keys"
      style={{ height: Math.min(HIGHEST, Math.max(LOWEST, layout.height + 48)) }}
      onKeyDown={move}
    >
      <ReactFlow<AnyNode, WayEdgeType>
        nodes={nodes as AnyNode[]}
        edges={edges as WayEdgeType[]}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        colorMode={scheme as ColorMode}
        fitView
        fitViewOptions={FIT}
        minZoom={0.15}
        maxZoom={1.6}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnScroll={false}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        ariaLabelConfig={{
          'controls.ariaLabel': t('graph.controls'),
          'controls.zoomIn.ariaLabel': t('graph.zoomIn'),
          'controls.zoomOut.ariaLabel': t('graph.zoomOut'),
          'controls.fitView.ariaLabel': t('graph.fit'),
        }}
      >
        <Controls showInteractive={false} position="bottom-right" fitViewOptions={FIT} />
      </ReactFlow>
    </div>
  );
}

/** Made anew only for another definition: new numbers move nothing. */
function useLayout({ journey, version, steps, edges }: JourneyGraph): Layout {
  const shape = JSON.stringify([
    journey,
    version,
    steps.map(({ name, office }) => [name, office]),
    edges.map(({ from, to }) => [from, to]),
  ]);
  // The shape says everything that the layout depends on.
  return useMemo(() => layoutOf({ steps, edges }), [shape]);
}

function useElements(asked: Parameters<typeof elementsOf>[0]): Elements {
  const { graph, layout, selected, onOpen } = asked;
  const before = useRef<Elements>({ nodes: [], edges: [] });
  return useMemo(() => {
    const now = elementsOf({ graph, layout, selected, onOpen });
    const kept = {
      nodes: keepingSame(before.current.nodes, now.nodes),
      edges: keepingSame(before.current.edges, now.edges),
    };
    before.current = kept;
    return kept;
  }, [graph, layout, selected, onOpen]);
}

/** The whole picture is in view again when the frame or the picture becomes another size. */
function useShownWhole(frame: React.RefObject<HTMLDivElement | null>, layout: Layout): void {
  const { fitView } = useReactFlow();
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => void fitView(FIT));
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, fitView, layout]);
}

/** Puts the keyboard on a step. */
export function focusStep(frame: ParentNode | null, name: string): void {
  const buttons = frame?.querySelectorAll<HTMLElement>('[data-step]') ?? [];
  [...buttons].find((button) => button.dataset['step'] === name)?.focus({ preventScroll: false });
}
