// A real browser for tests of pages: the Chromium that comes as a package on Linux, or one that CHROMIUM_PATH names.
import { chromium, type Browser } from 'playwright-core';

/** A browser, or why this machine has none: a test that can't run says so by its name. */
export type FoundBrowser = { readonly browser: Browser } | { readonly missing: string };

/**
 * Of the package's own, made for functions without room for processes: in one process the browser dies when a window is
 * closed while a stream of it is open. And what is tested is a browser that guards its user.
 */
const UNWANTED = [
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--allow-running-insecure-content',
  // A graphics card played by the processor: pages draw as well without, for half of the work.
  '--in-process-gpu',
  '--ignore-gpu-blocklist',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

export async function findBrowser(): Promise<FoundBrowser> {
  try {
    return { browser: await chromium.launch(await launchOptions()) };
  } catch (error) {
    const [reason = 'it does not start'] = String((error as Error).message).split('\n');
    return { missing: reason };
  }
}

async function launchOptions(): Promise<{ executablePath: string; args: string[] }> {
  const named = process.env.CHROMIUM_PATH;
  // Root, as in a container, has no sandbox to offer.
  if (named) return { executablePath: named, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] };
  if (process.platform !== 'linux') throw new Error('no Chromium: set CHROMIUM_PATH to one');
  const { default: packaged } = await import('@sparticuz/chromium');
  const args = [...packaged.args.filter((each) => !UNWANTED.includes(each)), '--disable-gpu'];
  return { executablePath: await packaged.executablePath(), args };
}
