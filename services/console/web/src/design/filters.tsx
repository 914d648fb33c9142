// A form of filters that live in the address. What is asked for is sent by its button or by Enter, never at a keystroke.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import IconAdjustmentsHorizontal from '@tabler/icons-react/icons/IconAdjustmentsHorizontal';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import classes from './filters.module.css';

export type Filter =
  | { readonly kind: 'text'; readonly name: string; readonly label: string; readonly placeholder?: string }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      /** Without "any", which is added. */
      readonly options: readonly { readonly value: string; readonly label: string }[];
      /** What it is when nothing is chosen, where that is not simply any. */
      readonly otherwise?: string;
    }
  /** A moment in the viewer's zone; in the address it is ISO 8601 in UTC. */
  | { readonly kind: 'moment'; readonly name: string; readonly label: string };

export interface FiltersProps {
  /** What is filtered, for who hears the page. */
  readonly label: string;
  readonly filters: readonly Filter[];
  /** Parameters that don't outlive a change of a filter: the cursors of the list below. */
  readonly drops?: readonly string[];
}

/** So many fill a phone's whole page: there they are folded until they are asked for. */
const MANY = 3;

export function Filters({ label, filters, drops = ['after'] }: FiltersProps) {
  const { t } = useTranslation('design');
  const [parameters, setParameters] = useSearchParams();
  const said = Object.fromEntries(filters.map(({ name }) => [name, parameters.get(name) ?? '']));
  const key = JSON.stringify(said);
  const [draft, setDraft] = useState(said);
  // The address may change under the form: by the browser's back, or by a link on the page.
  useEffect(() => setDraft(JSON.parse(key) as Record<string, string>), [key]);
  const apply = (values: Readonly<Record<string, string>>) =>
    setParameters((now) => {
      for (const name of drops) now.delete(name);
      for (const { name } of filters) {
        const value = values[name]?.trim() ?? '';
        if (value === '') now.delete(name);
        else now.set(name, value);
      }
      return now;
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply(draft);
  };
  const isFiltered = countOf(said) > 0;
  const [isOpen, setOpen] = useState(false);
  const isLong = filters.length >= MANY;
  const set = (name: string, value: string) => setDraft((now) => ({ ...now, [name]: value }));
  return (
    <form
      className={classes.filters}
      role="search"
      aria-label={label}
      onSubmit={submit}
      data-folded={isLong && !isOpen}
    >
      {isLong && (
        <Button
          variant="default"
          className={classes.toggle}
          leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isFiltered ? t('filters.showSet', { count: countOf(said) }) : t('filters.show')}
        </Button>
      )}
      {filters.map((filter) => (
        <Field
          key={filter.name}
          filter={filter}
          value={draft[filter.name] ?? ''}
          onChange={(value) => set(filter.name, value)}
          onChoice={(value) => apply({ ...draft, [filter.name]: value })}
        />
      ))}
      <div className={classes.buttons}>
        <Button type="submit" variant="default">
          {t('filters.apply')}
        </Button>
        {isFiltered && (
          <Button variant="subtle" onClick={() => apply({})}>
            {t('filters.clear')}
          </Button>
        )}
      </div>
    </form>
  );
}

function countOf(said: Readonly<Record<string, string>>): number {
  return Object.values(said).filter((value) => value !== '').length;
}

interface FieldProps {
  readonly filter: Filter;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Of a list one choice is a whole question, so it is asked at once. */
  readonly onChoice: (value: string) => void;
}

function Field({ filter, value, onChange, onChoice }: FieldProps) {
  const { t } = useTranslation('design');
  switch (filter.kind) {
    case 'text':
      return (
        <TextInput
          label={filter.label}
          name={filter.name}
          placeholder={filter.placeholder}
          value={value}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          label={filter.label}
          name={filter.name}
          value={value}
          data={[{ value: '', label: filter.otherwise ?? t('filters.any') }, ...filter.options]}
          onChange={({ currentTarget }) => onChoice(currentTarget.value)}
        />
      );
    case 'moment':
      return (
        <TextInput
          type="datetime-local"
          step={1}
          label={filter.label}
          name={filter.name}
          value={localOf(value)}
          onChange={({ currentTarget }) => onChange(isoOf(currentTarget.value))}
        />
      );
  }
}

/** What a `datetime-local` field shows of a moment. */
function localOf(iso: string): string {
  const moment = new Date(iso);
  if (iso === '' || Number.isNaN(moment.getTime())) return '';
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

function isoOf(local: string): string {
  return local === '' ? '' : new Date(local).toISOString();
}
