import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use as take } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

take([BarChart, LineChart, GridComponent, CanvasRenderer]);

export interface Drawing {
  kind: 'line' | 'bar';
  /** What stands below the axis, one for each value. */
  labels: readonly string[];
  series: readonly { name: string; values: readonly number[]; tone: 'action' | 'deal' }[];
  /** How a value is written at the axis. */
  say: (value: number) => string;
}

const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--c-${name}`).trim();

/** Draws it with the colours of the design as they are now. Gives what takes it away. */
export const draw = (place: HTMLElement, { kind, labels, series, say }: Drawing): (() => void) => {
  const chart = init(place);
  const soft = { color: colour('soft'), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
  const axis = { axisLine: { lineStyle: { color: colour('edge') } }, axisTick: { show: false } };
  const sideways = kind === 'bar';
  const names = { type: 'category' as const, data: [...labels], axisLabel: soft, ...axis };
  const values = {
    type: 'value' as const,
    axisLabel: { ...soft, formatter: say },
    splitNumber: 3,
    minInterval: 1,
    splitLine: { lineStyle: { color: colour('line') } },
  };
  chart.setOption({
    animation: false,
    grid: { left: 4, right: 12, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: sideways ? values : names,
    yAxis: sideways ? { ...names, inverse: true } : values,
    series: series.map((each) => ({
      type: kind,
      name: each.name,
      data: [...each.values],
      symbol: 'none',
      barMaxWidth: 22,
      itemStyle: { color: colour(each.tone), borderRadius: kind === 'bar' ? [0, 4, 4, 0] : 0 },
      lineStyle: { width: 2.5, color: colour(each.tone) },
    })),
  });
  const resize = new ResizeObserver(() => chart.resize());
  resize.observe(place);
  return () => {
    resize.disconnect();
    chart.dispose();
  };
};
