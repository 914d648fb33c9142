// The start page as HTML: what runs and where, and the first steps of somebody who has never been here.
import { html, type Html } from '../html.js';
import type { State, StatusOf } from './service-status.js';

export interface StartPage {
  readonly services: readonly StatusOf[];
  readonly publicUrl: string;
  readonly issuer?: string;
  readonly kafka?: string;
  readonly schemaRegistry?: string;
  readonly jaeger?: string;
  readonly grafana?: string;
}

const STATES: Readonly<Record<State, string>> = {
  ready: 'Ready',
  'not-ready': 'Not ready',
  unreachable: 'Not running',
};

/** The whole document. */
export function startPage(page: StartPage): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Continuo</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/start-page.css" />
        <script type="module" src="/start-page.js"></script>
      </head>
      <body>
        <a class="skip" href="#services">Skip to the services</a>
        <header>
          <div class="staff" aria-hidden="true"></div>
          <h1>Continuo</h1>
          <p class="tagline">The line under the music that holds every voice together.</p>
          <p class="summary" role="status" id="summary" data-state="${worst(page.services)}">
            ${summary(page.services)}
          </p>
        </header>
        <main>${services(page.services)} ${firstSteps(page)} ${addresses(page)} ${contract()}</main>
        <footer>
          <p>
            This page shows states and addresses only. Customer data is behind each service's own
            authorisation.
          </p>
        </footer>
      </body>
    </html>`.text;
}

/** In words; the script on the page says the same. */
export function summary(services: readonly StatusOf[]): string {
  const ready = services.filter(({ state }) => state === 'ready').length;
  if (ready === services.length) return `All ${ready} services are ready.`;
  return `${ready} of ${services.length} services ${ready === 1 ? 'is' : 'are'} ready.`;
}

function worst(services: readonly StatusOf[]): State {
  if (services.some(({ state }) => state === 'unreachable')) return 'unreachable';
  return services.some(({ state }) => state === 'not-ready') ? 'not-ready' : 'ready';
}

function services(all: readonly StatusOf[]): Html {
  return html`<section id="services" aria-labelledby="services-title">
    <h2 id="services-title">What runs here</h2>
    <ul class="services">
      ${all.map(service)}
    </ul>
  </section>`;
}

function service({ name, title, decides, url, state, failing }: StatusOf): Html {
  return html`<li class="card" data-service="${name}">
    <div class="card-head">
      <h3>${title}</h3>
      <span class="state" data-state="${state}">${STATES[state]}</span>
    </div>
    <p>Decides ${decides}.</p>
    <p class="failing" ${failing.length === 0 ? html`hidden` : ''}>
      Waiting for: <span>${failing.join(', ')}</span>
    </p>
    <p class="links">
      <a href="/api/${name}/openapi.json">OpenAPI<span class="sr"> of the ${title.toLowerCase()}</span></a>
      ${url === undefined ? '' : html`<code>${url}</code>`}
    </p>
  </li>`;
}

function firstSteps({ publicUrl }: StartPage): Html {
  const key = `$(node -p "require('./.continuo/run.json').writeKey")`;
  const call = [
    `curl ${publicUrl}/v1/track -u "${key}:" \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d '{"anonymousId":"visitor-1","event":"Product Viewed"}'`,
  ].join('\n');
  const steps: readonly (readonly [string, string])[] = [
    ['See that everything is well.', 'npx continuo status'],
    ['Send an event, as a shop would with any Segment or RudderStack SDK.', call],
    [
      'Look at that visitor: one timeline, whatever the channel.',
      'npx continuo customers show anonymous=visitor-1',
    ],
    ['Watch events as they come, decoded.', 'npx continuo events tail'],
    ['Follow the journeys, and ask one for its reasons.', 'npx continuo journeys list'],
  ];
  return html`<section aria-labelledby="steps-title">
    <h2 id="steps-title">First steps</h2>
    <ol class="steps">
      ${steps.map(
        ([what, command], index) =>
          html`<li>
            <p id="step-${index}">${what}</p>
            <pre tabindex="0" role="region" aria-labelledby="step-${index}"><code>${command}</code></pre>
          </li>`,
      )}
    </ol>
  </section>`;
}

function addresses({ publicUrl, issuer, kafka, schemaRegistry, jaeger, grafana }: StartPage): Html {
  const rows: readonly (readonly [what: string, address: string | undefined, isPage?: boolean])[] = [
    ['Gateway', `${publicUrl}/api/<service>/…`],
    ['Tracking calls (Segment, RudderStack)', `${publicUrl}/v1`],
    ['Token issuer, for development only', issuer],
    ['Kafka', kafka],
    ['Schema registry', schemaRegistry],
    ['Jaeger', jaeger, true],
    ['Grafana', grafana, true],
  ];
  return html`<section aria-labelledby="addresses-title">
    <h2 id="addresses-title">Addresses</h2>
    <dl class="addresses">
      ${rows
        .filter((row): row is readonly [string, string, boolean?] => row[1] !== undefined)
        .map(
          ([what, address, isPage]) =>
            html`<div>
              <dt>${what}</dt>
              <dd>
                ${isPage === true ? html`<a href="${address}">${address}</a>` : html`<code>${address}</code>`}
              </dd>
            </div>`,
        )}
    </dl>
  </section>`;
}

function contract(): Html {
  return html`<section aria-labelledby="contract-title">
    <h2 id="contract-title">The contract</h2>
    <p>
      Every event is Avro in the Confluent wire format with CloudEvents headers, so any stock Kafka client can
      read it. There is no personal data on the bus.
    </p>
    <ul class="plain">
      <li><a href="/asyncapi.yaml">AsyncAPI</a>: every topic, its key and the events it carries</li>
      <li><a href="/journey.schema.json">Journey schema</a>: the language journeys are written in</li>
    </ul>
  </section>`;
}
