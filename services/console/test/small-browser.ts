// As much of a browser as a sign-in needs: it keeps cookies, follows nothing by itself, and shows what it was told.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export class SmallBrowser {
  readonly cookies = new Map<string, string>();

  constructor(readonly origin: string) {}

  /** A request of this origin's own page, with the cookies of this origin. */
  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, this.origin);
    const headers = new Headers(init.headers);
    if (url.origin === this.origin && this.cookies.size > 0) headers.set('cookie', this.cookieHeader());
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Follows redirects from `path` until there is none; the last answer, and all the addresses on the way. */
  async follow(path: string, init: RequestInit = {}): Promise<{ response: Response; way: string[] }> {
    const way: string[] = [];
    let response = await this.ask(path, init);
    for (let steps = 0; steps < 10 && response.headers.has('location'); steps += 1) {
      await response.arrayBuffer();
      way.push(new URL(String(response.headers.get('location')), this.origin).href);
      if (!String(way.at(-1)).startsWith('http')) break;
      response = await this.ask(String(way.at(-1)));
    }
    return { response, way };
  }

  /** Signs in at the local issuer as one of its people; where it led. */
  async signInAs(person: string, returnTo = '/session'): Promise<{ response: Response; way: string[] }> {
    const { response } = await this.follow(`/sign-in?return=${encodeURIComponent(returnTo)}`);
    const fields = formFields(await response.text());
    return this.follow('/issuer/authorize', {
      method: 'POST',
      body: new URLSearchParams([...fields, ['person', person]]),
    });
  }

  async session(): Promise<Record<string, unknown>> {
    return (await (await this.ask('/session')).json()) as Record<string, unknown>;
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/; Max-Age=0(;|$)/.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** The hidden fields of the page's form. */
export function formFields(page: string): [name: string, value: string][] {
  const fields = page.matchAll(/<input\s+type="hidden"\s+name="([^"]*)"\s+value="([^"]*)"/g);
  return [...fields].map(([, name = '', value = '']) => [name, unescaped(value)]);
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** A port that was free a moment ago: issuer and console must know their address before they listen. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
