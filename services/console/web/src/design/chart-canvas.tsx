// ECharts itself, by its parts: the only file that imports it, so that it stays in a chunk of its own.
import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef } from 'react';

use([
  BarChart,
  LineChart,
  PieChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

/** Told apart also by who sees few colours; light and dark. */
const SERIES = {
  light: ['#1b567a', '#b45309', '#0f766e', '#7c3aed', '#9b1c1c', '#4b5560'],
  dark: ['#8cc3e2', '#f3c877', '#5eead4', '#c4b5fd', '#ffb4ab', '#bac3cc'],
} as const;

export interface ChartCanvasProps {
  readonly option: EChartsCoreOption;
  readonly height: number;
}

export function ChartCanvas({ option, height }: ChartCanvasProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | undefined>(undefined);
  const scheme = useComputedColorScheme('light');
  const calm = useReducedMotion();
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = init(place.current);
    chart.current = made;
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(
      { ...surroundings(scheme, calm), ...option },
      { notMerge: true, lazyUpdate: true },
    );
  }, [option, scheme, calm]);
  return <div ref={place} style={{ height }} aria-hidden />;
}

function surroundings(scheme: 'light' | 'dark', calm: boolean): EChartsCoreOption {
  const ink = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return {
    color: [...SERIES[scheme]],
    animation: !calm,
    animationDuration: 200,
    textStyle: { fontFamily: 'system-ui, sans-serif', color: ink('--co-soft') },
    grid: { left: 8, right: 12, top: 28, bottom: 8, containLabel: true },
    // Drawn on the canvas: as HTML it would carry inline styles, which the policy refuses.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: ink('--co-raised'),
      borderColor: ink('--co-line'),
      textStyle: { color: ink('--co-ink') },
    },
  };
}
