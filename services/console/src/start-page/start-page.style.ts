// How the start page looks, in light and in dark, from a phone to a wide screen.
export const startPageStyle = `
:root {
  color-scheme: light dark;
  --ground: #fbfaf7; --raised: #ffffff; --ink: #1d1b16; --soft: #5b564b; --line: #ded9cc;
  --accent: #7a3b12; --focus: #0b57d0;
  --ready: #14643a; --ready-ground: #e2f3e8; --waiting: #7a4a00; --waiting-ground: #fdf0d5; --down: #9b1c1c; --down-ground: #fde5e3;
  --code: #f2efe7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #16150f; --raised: #201e17; --ink: #efece3; --soft: #b5af9f; --line: #3a372c;
    --accent: #e8a878; --focus: #8ab4f8;
    --ready: #8fdcae; --ready-ground: #16331f; --waiting: #f3c877; --waiting-ground: #3a2b0d; --down: #ffb4ab; --down-ground: #43191a;
    --code: #2a281f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
header, main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 3rem; }
h1 { font: 600 clamp(2.25rem, 6vw, 3.25rem)/1.1 Georgia, "Times New Roman", serif; margin: .75rem 0 .25rem; letter-spacing: -.01em; }
h2 { font: 600 1.35rem/1.3 Georgia, "Times New Roman", serif; margin: 0 0 1rem; }
h3 { font-size: 1.05rem; margin: 0; }
section { padding: 2.25rem 0 0; }
p { margin: 0 0 .5rem; }
.tagline { color: var(--soft); font-size: 1.1rem; }
.staff { height: 25px; max-width: 15rem; background: repeating-linear-gradient(to bottom, var(--accent) 0 1px, transparent 1px 6px); opacity: .55; }
.summary { display: inline-block; margin-top: 1rem; font-weight: 600; }
.summary::before, .state::before { content: ""; display: inline-block; width: .6em; height: .6em; margin-right: .5em; background: currentColor; border-radius: 50%; }
[data-state="ready"] { color: var(--ready); }
[data-state="not-ready"] { color: var(--waiting); }
[data-state="unreachable"] { color: var(--down); }
[data-state="not-ready"]::before { border-radius: 0; }
[data-state="unreachable"]::before { background: none; border: 2px solid currentColor; }
.services { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
.card { background: var(--raised); border: 1px solid var(--line); border-radius: .75rem; padding: 1.1rem 1.25rem; }
.card-head { display: flex; flex-wrap: wrap; gap: .5rem; justify-content: space-between; align-items: baseline; margin-bottom: .4rem; }
.state { font-size: .85rem; font-weight: 600; padding: .1rem .65rem; border-radius: 1rem; white-space: nowrap; }
.state[data-state="ready"] { background: var(--ready-ground); }
.state[data-state="not-ready"] { background: var(--waiting-ground); }
.state[data-state="unreachable"] { background: var(--down-ground); }
.failing { color: var(--waiting); font-size: .95rem; }
.links { display: flex; flex-wrap: wrap; gap: .35rem 1rem; margin: .6rem 0 0; align-items: baseline; }
a { color: var(--accent); text-underline-offset: .2em; }
a:focus-visible, pre:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
code { font: .9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.links code, dd code { color: var(--soft); }
.steps { margin: 0; padding-left: 1.4rem; display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
.steps li::marker { color: var(--accent); font-weight: 600; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: .5rem; padding: .7rem .9rem; margin: .35rem 0 0; overflow-x: auto; }
pre code { overflow-wrap: normal; }
.addresses { margin: 0; border-top: 1px solid var(--line); }
.addresses div { display: flex; flex-wrap: wrap; gap: .15rem 1.5rem; padding: .6rem 0; border-bottom: 1px solid var(--line); }
dt { flex: 0 0 17rem; }
dd { margin: 0; flex: 1 1 16rem; min-width: 0; }
.plain { padding-left: 1.2rem; margin: .5rem 0 0; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--raised); padding: .5rem 1rem; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { color: var(--soft); font-size: .9rem; padding-top: 2.5rem; padding-bottom: 3rem; }
@media (max-width: 40rem) { header { padding-top: 1.75rem; } section { padding-top: 1.75rem; } dt { flex-basis: 100%; font-size: .9rem; color: var(--soft); } }
`;
