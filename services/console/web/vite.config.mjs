// How the web application is built: one document, hashed assets with their compressed forms, every page a chunk of its own.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import mantine from 'postcss-preset-mantine';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../dist/web', import.meta.url));
/** A smaller file is not worth a second one. */
const WORTH_COMPRESSING_BYTES = 1_024;
/** The console that the development server hands calls on to. */
const gateway = process.env.CONSOLE_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root,
  base: '/',
  clearScreen: false,
  plugins: [react(), compressedAssets()],
  // What the gateway replaces by the nonce of each answer.
  html: { cspNonce: '__CSP_NONCE__' },
  css: { postcss: { plugins: [mantine()] } },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    // A picture as text within a script would need a looser policy in some browsers, and is downloaded unseen.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_200,
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/v1', '/console', '/session', '/sign-in', '/sign-out', '/issuer', '/status.json'].map(
        (path) => [path, { target: gateway, changeOrigin: false }],
      ),
    ),
  },
});

/** Writes `.br` and `.gz` beside each asset, which the gateway hands out as they are. */
function compressedAssets() {
  return {
    name: 'continuo:compressed-assets',
    apply: 'build',
    closeBundle() {
      const folder = join(outDir, 'assets');
      for (const name of readdirSync(folder).filter((each) => /\.(js|css|svg|json)$/.test(each))) {
        const file = join(folder, name);
        const bytes = readFileSync(file);
        if (bytes.length < WORTH_COMPRESSING_BYTES) continue;
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(
          `${file}.br`,
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
        );
      }
    },
  };
}
