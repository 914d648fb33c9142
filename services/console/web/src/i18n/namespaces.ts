// The texts' files by name, apart from the set-up so that tables may name them.

export const NAMESPACES = [
  'bus',
  'customers',
  'design',
  'events',
  'frame',
  'home',
  'incidents',
  'journeys',
  'system',
  'why',
] as const;

export type Namespace = (typeof NAMESPACES)[number];
