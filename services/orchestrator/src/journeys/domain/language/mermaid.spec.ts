// The picture of a journey: lanes, people, passes; and nothing that a condition says can change the drawing.
import { mermaidOf } from './mermaid.js';

const drawing = {
  steps: [
    { name: 'ready', kind: 'wait', office: 'back', here: 12 },
    { name: 'ask', kind: 'choose', office: 'front', here: 0 },
    { name: 'over', kind: 'end', office: null, here: 0 },
  ],
  edges: [
    { from: 'ready', to: 'ask', on: 'continuo.operations.OrderReady.v1', passes: 34 },
    { from: 'ready', to: 'over', on: 'after P3D', passes: 0 },
    { from: 'ask', to: 'over', on: 'next', passes: null },
  ],
};

test('shows offices as lanes, who is where, and how often each way was gone', () => {
  expect(mermaidOf(drawing)).toBe(`flowchart TB
  subgraph front["Front office"]
    direction LR
    s1{"ask<br/>choose"}
  end
  subgraph back["Back office"]
    direction LR
    s0(["ready<br/>wait · 12 here"])
  end
  s2(("over<br/>end"))
  s0 -->|"OrderReady · 34×"| s1
  s0 -->|"after P3D · 0×"| s2
  s1 --> s2
`);
});

test.each(['a"] --> s9\nclick s0 href "javascript:x"', '</div><script>', 'x | y # z', '😀'.repeat(200)])(
  'keeps what a condition says inside its label: %s',
  (on) => {
    const text = mermaidOf({ ...drawing, edges: [{ from: 'ask', to: 'over', on, passes: null }] });
    const line = text.trimEnd().split('\n').at(-1) ?? '';
    expect(line).toMatch(/^ {2}s1 -->\|"[^"<>|\n]*"\| s2$/);
    expect(line.length).toBeLessThan(400);
  },
);
