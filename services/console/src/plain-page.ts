// The few pages that stand on their own, without the web application and without any script: signing in, and its failures.
import { html, type Html } from './html.js';

/** Nothing from elsewhere, nothing inline, no script at all. */
export const PLAIN_PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Where its style is served. */
export const PLAIN_PAGE_STYLE = '/sign-in/page.css';

/** The languages of the console. */
export type Language = 'en' | 'de';

/** The one that the browser likes best of those that there are. */
export function languageOf(accepted: string | undefined): Language {
  const wanted = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part
        .trim()
        .toLowerCase()
        .split(/;\s*q=/);
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ language }) => language === 'en' || language === 'de')
    .sort((one, other) => other.weight - one.weight);
  return wanted[0]?.language === 'de' ? 'de' : 'en';
}

/** The whole document around a page's content. */
export function plainPage(title: string, content: Html, language: Language): string {
  return html`<!doctype html>
    <html lang="${language}">
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
          <p class="brand">${mark}Continuo</p>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.text;
}

const mark = html`<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
  <rect width="32" height="32" rx="7" fill="#1c5a7d" />
  <path d="M4 8h24M4 13h24M4 18h24M4 23h24" stroke="#fff" stroke-width="1.6" stroke-opacity=".55" />
  <path
    d="M6 23c5 0 4-10 9-10s4 5 11 0"
    fill="none"
    stroke="#fff"
    stroke-width="2.6"
    stroke-linecap="round"
  />
</svg>`;

/** In light and in dark, from a phone to a wide screen. */
export const plainPageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --raised: #ffffff; --ink: #1a2129; --soft: #515c68; --line: #dbe0e6; --accent: #1b567a; --hover: #e3eff6; --focus: #0b57d0;
}
@media (prefers-color-scheme: dark) {
  :root { --ground: #12161b; --raised: #1a2027; --ink: #e9edf1; --soft: #aab4bf; --line: #2d3640; --accent: #8cc3e2; --hover: #163142; --focus: #8ab4f8; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 35rem; margin: 8vh auto; padding: 2rem; background: var(--raised); border: 1px solid var(--line); border-radius: .75rem; }
.brand { display: flex; align-items: center; gap: .6rem; margin: 0 0 1.25rem; font-weight: 600; color: var(--soft); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .75rem 0; }
p { margin: 0 0 1rem; }
.soft { color: var(--soft); }
.people { list-style: none; margin: 1.25rem 0 0; padding: 0; display: grid; gap: .5rem; }
.person { display: grid; grid-template-columns: minmax(10.5rem, auto) 1fr; gap: .15rem 1rem; align-items: baseline; width: 100%; padding: .7rem 1rem; font: inherit; text-align: left; color: var(--ink); background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; cursor: pointer; }
.person:hover { border-color: var(--accent); background: var(--hover); }
.person strong { font-weight: 600; }
.person span { color: var(--soft); font-size: .95rem; }
a { color: var(--accent); text-underline-offset: .2em; }
code { font: .9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a:focus-visible, .person:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: .5rem; }
@media (max-width: 34rem) { .person { grid-template-columns: 1fr; } main { margin: 0; min-height: 100vh; border: 0; border-radius: 0; } }
`;
