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
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
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
/** Smaller than this nothing can be read: a wider picture is moved instead. */
const SMALLEST = 0.5;
const PAD = 12;
/** A window this narrow is a phone's: the picture leaves room to scroll the page beside it. */
const NARROW = 600;
const NARROW_HEIGHT = 520;

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
  const height = useFittedWidth(frame, layout);
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
      style={{ height }}
      onKeyDown={move}
    >
      <ReactFlow<AnyNode, WayEdgeType>
        nodes={nodes as AnyNode[]}
        edges={edges as WayEdgeType[]}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        colorMode={scheme as ColorMode}
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
        attributionPosition="bottom-left"
        ariaLabelConfig={{
          'controls.ariaLabel': t('graph.controls'),
          'controls.zoomIn.ariaLabel': t('graph.zoomIn'),
          'controls.zoomOut.ariaLabel': t('graph.zoomOut'),
          'controls.fitView.ariaLabel': t('graph.fit'),
        }}
      >
        <Controls
          showInteractive={false}
          position="top-right"
          orientation="horizontal"
          fitViewOptions={FIT}
        />
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

/** The picture is as wide as its frame, and the frame as high as the picture then is: the page scrolls, not the frame. */
function useFittedWidth(frame: React.RefObject<HTMLDivElement | null>, layout: Layout): number {
  const { setViewport } = useReactFlow();
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  const zoom = Math.min(1, Math.max(SMALLEST, (width - 2 * PAD) / layout.width));
  useEffect(() => {
    if (width === 0) return;
    const x = Math.max(PAD, (width - layout.width * zoom) / 2);
    void setViewport({ x, y: PAD, zoom });
  }, [width, zoom, layout, setViewport]);
  const whole = Math.round(layout.height * zoom) + 2 * PAD;
  return width < NARROW ? Math.min(NARROW_HEIGHT, whole) : whole;
}

/** Puts the keyboard on a step. */
export function focusStep(frame: ParentNode | null, name: string): void {
  const buttons = frame?.querySelectorAll<HTMLElement>('[data-step]') ?? [];
  [...buttons].find((button) => button.dataset['step'] === name)?.focus({ preventScroll: false });
}
