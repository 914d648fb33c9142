// The text format as our services write it, and what must not disturb anybody.
import { parsePrometheusText } from './prometheus-text.js';

describe('parsePrometheusText', () => {
  it('reads names, labels and values', () => {
    const text = [
      '# HELP continuo_journeys Instances',
      '# TYPE continuo_journeys gauge',
      'continuo_journeys{journey_definition="click-and-collect",journey_state="waiting"} 42',
      'process_memory_usage_bytes 1.5e+8',
      'with_timestamp{a="b"} 7 1700000000000',
    ].join('\n');
    expect(parsePrometheusText(text)).toEqual([
      {
        name: 'continuo_journeys',
        labels: { journey_definition: 'click-and-collect', journey_state: 'waiting' },
        value: 42,
      },
      { name: 'process_memory_usage_bytes', labels: {}, value: 150_000_000 },
      { name: 'with_timestamp', labels: { a: 'b' }, value: 7 },
    ]);
  });

  it('reads escaped values, braces and commas within them, and numbers that are none', () => {
    const text =
      'x{a="quote \\" back \\\\ line \\n end",b="}, {"} +Inf\ny NaN\nz{} -0.5\nspaced { a = "1" , } 3';
    expect(parsePrometheusText(text)).toEqual([
      { name: 'x', labels: { a: 'quote " back \\ line \n end', b: '}, {' }, value: Number.POSITIVE_INFINITY },
      { name: 'y', labels: {}, value: Number.NaN },
      { name: 'z', labels: {}, value: -0.5 },
      { name: 'spaced', labels: { a: '1' }, value: 3 },
    ]);
  });

  it('leaves out what makes no sense, and what is not wanted', () => {
    const text = 'a{b="1" 3\n{} 4\nc\nd text\n<html>\ne 5\nf 6\r';
    expect(parsePrometheusText(text)).toEqual([
      { name: 'e', labels: {}, value: 5 },
      { name: 'f', labels: {}, value: 6 },
    ]);
    expect(parsePrometheusText(text, new Set(['f']))).toEqual([{ name: 'f', labels: {}, value: 6 }]);
  });

  it('keeps a label called __proto__ a label', () => {
    const [sample] = parsePrometheusText('a{__proto__="x"} 1');
    expect(Object.entries(sample?.labels ?? {})).toEqual([['__proto__', 'x']]);
  });

  it('is done quickly with a long line of quotes', () => {
    const began = performance.now();
    parsePrometheusText(`a{b="${'\\"'.repeat(200_000)}`);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
