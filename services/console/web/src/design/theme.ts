// How Mantine looks here: one accent, system fonts, small radii, and its variables replaced where their contrast is too low.
import {
  createTheme,
  defaultVariantColorsResolver,
  localStorageColorSchemeManager,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

/** Between indigo and teal. */
const tide: MantineColorsTuple = [
  '#eaf3f9',
  '#d5e5f0',
  '#a9cae0',
  '#8cc3e2',
  '#5fa3c9',
  '#3c86b0',
  '#2a6f97',
  '#1b567a',
  '#144562',
  '#0d3349',
];

export const theme = createTheme({
  colors: { tide },
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 3 },
  // Ink on a filled surface is chosen by its lightness, so that a filled button reads in both schemes.
  autoContrast: true,
  // Only one shade is looked at for the ink on a filled surface, that of light; ours is a token of each scheme.
  variantColorResolver: (input) => {
    const resolved = defaultVariantColorsResolver(input);
    const isOurs = input.color === undefined || input.color === input.theme.primaryColor;
    return input.variant === 'filled' && isOurs ? { ...resolved, color: 'var(--co-on-accent)' } : resolved;
  },
  luminanceThreshold: 0.3,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  respectReducedMotion: true,
  components: {
    // What locks the page's scrolling writes a style without the nonce; `base.css` does it instead.
    // Its head is no second banner of the page.
    Modal: { defaultProps: { lockScroll: false, attributes: { header: { role: 'none' } } } },
    Drawer: { defaultProps: { lockScroll: false, attributes: { header: { role: 'none' } } } },
  },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
});

/** Mantine's names for what `tokens.css` decides. */
export const cssVariables: CSSVariablesResolver = () => {
  const ours = {
    '--mantine-color-body': 'var(--co-raised)',
    '--mantine-color-text': 'var(--co-ink)',
    '--mantine-color-dimmed': 'var(--co-soft)',
    '--mantine-color-placeholder': 'var(--co-soft)',
    '--mantine-color-anchor': 'var(--co-accent)',
    '--mantine-color-error': 'var(--co-bad)',
    '--mantine-color-default': 'var(--co-raised)',
    '--mantine-color-default-color': 'var(--co-ink)',
    '--mantine-color-default-border': 'var(--co-line-strong)',
    '--mantine-color-default-hover': 'var(--co-sunken)',
  };
  return { variables: {}, light: ours, dark: ours };
};

/** The one thing that the browser's local store holds. */
export const colourScheme = localStorageColorSchemeManager({ key: 'continuo-colour-scheme' });

/** Of this answer of the gateway; styles that are made as the page runs carry it. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
