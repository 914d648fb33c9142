// The few pages that stand on their own, without the web application and without any script: signing in, and its failures.
import { html, type Html } from './html.js';

/** Nothing from elsewhere, nothing inline, no script at all. */
export const PLAIN_PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Where its style is served. */
export const PLAIN_PAGE_STYLE = '/sign-in/page.css';

/** The whole document around a page's content. */
export function plainPage(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Continuo</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${PLAIN_PAGE_STYLE}" />
      </head>
      <body>
        <main>
          <p class="brand"><span class="staff" aria-hidden="true"></span>Continuo</p>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.text;
}

/** In light and in dark, from a phone to a wide screen. */
export const plainPageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --raised: #ffffff; --ink: #1a1d23; --soft: #545b67; --line: #d5d9e0; --accent: #1f5f73; --focus: #0b57d0;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #14161a; --raised: #1d2026; --ink: #eceef2; --soft: #a9b0bc; --line: #363b45; --accent: #8fd0e0; --focus: #8ab4f8; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 30rem; margin: 8vh auto; padding: 2rem; background: var(--raised); border: 1px solid var(--line); border-radius: .75rem; }
.brand { display: flex; align-items: center; gap: .6rem; margin: 0; font-weight: 600; color: var(--soft); }
.staff { width: 1.75rem; height: 19px; background: repeating-linear-gradient(to bottom, var(--accent) 0 1px, transparent 1px 6px); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .75rem 0; }
p { margin: 0 0 1rem; }
.soft { color: var(--soft); }
.people { list-style: none; margin: 1.25rem 0 0; padding: 0; display: grid; gap: .5rem; }
.person { display: flex; width: 100%; gap: .15rem .75rem; flex-wrap: wrap; justify-content: space-between; align-items: baseline; padding: .7rem 1rem; font: inherit; text-align: left; color: var(--ink); background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; cursor: pointer; }
.person:hover { border-color: var(--accent); }
.person strong { font-weight: 600; }
.person span { color: var(--soft); font-size: .95rem; }
a { color: var(--accent); text-underline-offset: .2em; }
code { font: .9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a:focus-visible, .person:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: .5rem; }
@media (max-width: 34rem) { main { margin: 0; min-height: 100vh; border: 0; border-radius: 0; } }
`;
