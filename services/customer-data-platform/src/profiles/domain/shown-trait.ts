// A trait as it is shown to those who did not ask to see its value.
import { findingByValue, masked } from '@continuo/kernel';

export type TraitKind = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'none';

export interface MaskedTrait {
  /** A name that is personal itself (an address as a key) is masked too: it is revealed with all others only. */
  readonly name: string;
  readonly kind: TraitKind;
  readonly masked: string | null;
  /** The value itself, of what is a fact of the profile anyway. */
  readonly open: boolean;
}

/** The platform publishes these of everybody: there is nothing to hide. */
const openNames: ReadonlySet<string> = new Set(['language', 'locale', 'timeZone', 'timezone']);

export function maskedTrait(name: string, value: unknown): MaskedTrait {
  const isOpen = openNames.has(name) && typeof value === 'string' && findingByValue(value) === undefined;
  return {
    name: findingByValue(name) === undefined ? name : (masked(name) ?? ''),
    kind: kindOf(value),
    masked: isOpen ? value : masked(value),
    open: isOpen,
  };
}

function kindOf(value: unknown): TraitKind {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' || typeof value === 'boolean'
    ? (typeof value as 'number' | 'boolean')
    : 'object';
}
