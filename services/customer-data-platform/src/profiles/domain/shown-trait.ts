// A trait as it is shown to those who did not ask to see its value.
import { findingByValue, masked } from '@continuo/kernel';
import { timeZone } from './identify.js';

export type TraitKind = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'none';

export interface MaskedTrait {
  /** A name that is personal itself (an address as a key) is masked too: it is revealed with all others only. */
  readonly name: string;
  readonly kind: TraitKind;
  readonly masked: string | null;
  /** The value itself, of what is a fact of the profile anyway. */
  readonly open: boolean;
}

/** A tag as BCP 47 has it, short: anybody who may send events may write words under such a name. */
const isLanguage = (text: string): boolean => /^[a-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/.test(text);
const isZone = (text: string): boolean => timeZone(text) !== undefined;

/** The platform publishes these of everybody: there is nothing to hide in what is one. */
const openKinds: Readonly<Record<string, (text: string) => boolean>> = {
  language: isLanguage,
  locale: isLanguage,
  timeZone: isZone,
  timezone: isZone,
};

export function maskedTrait(name: string, value: unknown): MaskedTrait {
  const isOpen =
    Object.hasOwn(openKinds, name) && typeof value === 'string' && openKinds[name]?.(value) === true;
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
