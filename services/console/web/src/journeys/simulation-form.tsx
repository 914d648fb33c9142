// What is to be simulated: a text pasted, uploaded or begun from a published version, and over how many days.
import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { ApiProblem } from '../api/problem.js';
import { Refused } from '../design/answered.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { useFormats } from '../i18n/formats.js';
import { newCallKey } from '../api/call-key.js';
import { rolesOf } from '../session/permissions.js';
import { DefinitionEditor, type EditorHandle } from './definition-editor.js';
import { useDefinition } from './journeys-api.js';
import classes from './journeys.module.css';
import { MOST_CHARACTERS, simulate, useJourneyNames, validate, type TextProblem } from './simulate-api.js';

const DAYS = ['1', '3', '7', '14', '30'] as const;

export function SimulationForm() {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const id = useId();
  const editor = useRef<EditorHandle>(null);
  const [text, setText] = useText();
  const [days, setDays] = useState<string>('7');
  const navigate = useNavigate();
  const checked = useMutation({ mutationFn: validate });
  const key = useRef(newCallKey());
  const asked = useMutation({
    mutationFn: () => simulate(text, Number(days), key.current),
    onSuccess: (simulation) => void navigate(`/simulate?simulation=${simulation.id}`),
    onSettled: () => (key.current = newCallKey()),
  });
  const refused = asked.error === null ? undefined : ApiProblem.from(asked.error);
  const isDefinitions = refused?.code === 'definition-invalid';
  const problems = isDefinitions ? problemsOf(refused) : (checked.data ?? []);
  const isTooLong = text.length > MOST_CHARACTERS;
  const change = (now: string) => {
    setText(now);
    checked.reset();
    asked.reset();
  };
  return (
    <Section title={t('simulate.what')}>
      <div className={classes.fields}>
        <StartFrom />
        <Upload onText={change} />
      </div>
      <label htmlFor={id} className={classes.fieldName}>
        {t('simulate.definition')}
      </label>
      <DefinitionEditor
        ref={editor}
        id={id}
        value={text}
        onChange={change}
        wrongLines={new Set(problems.map(({ line }) => line))}
        describedBy={`${id}-limit ${id}-problems`}
        isInvalid={problems.length > 0 || isTooLong}
      />
      <p id={`${id}-limit`} className={classes.small} data-too-long={isTooLong}>
        {t(isTooLong ? 'simulate.tooLong' : 'simulate.limit', {
          now: formats.number(text.length),
          most: formats.number(MOST_CHARACTERS),
        })}
      </p>
      <div id={`${id}-problems`} role="status">
        {checked.data?.length === 0 && <StateBadge tone="good">{t('simulate.valid')}</StateBadge>}
        {problems.length > 0 && <Problems problems={problems} editor={editor} />}
      </div>
      {checked.error !== null && <Refused error={checked.error} roles={['designer', 'operator']} />}
      {refused !== undefined && !isDefinitions && <Refused error={refused} roles={rolesOf('/simulate')} />}
      <div className={classes.fields}>
        <NativeSelect
          label={t('simulate.days')}
          value={days}
          onChange={({ currentTarget }) => setDays(currentTarget.value)}
          data={DAYS.map((value) => ({ value, label: t('simulate.lastDays', { count: Number(value) }) }))}
        />
        <Button
          variant="default"
          disabled={text.trim() === '' || isTooLong}
          loading={checked.isPending}
          onClick={() => {
            asked.reset();
            checked.mutate(text);
          }}
        >
          {t('simulate.validate')}
        </Button>
        <Button
          disabled={text.trim() === '' || isTooLong}
          loading={asked.isPending}
          onClick={() => asked.mutate()}
        >
          {t('simulate.run')}
        </Button>
      </div>
      <p className={classes.soft}>{t('simulate.nothingSent')}</p>
    </Section>
  );
}

/** The text, begun from the version of the address; what somebody has written since is theirs. */
function useText(): [string, (text: string) => void] {
  const [parameters] = useSearchParams();
  const start = parameters.get('start') ?? '';
  const version = Number(parameters.get('version'));
  const from = useDefinition(start, version > 0 ? version : undefined, /^[a-z][a-z0-9-]*$/.test(start));
  const [text, setText] = useState('');
  const begun = from.data?.definition;
  useEffect(() => {
    if (begun !== undefined) setText(begun);
  }, [begun]);
  return [text, setText];
}

function StartFrom() {
  const { t } = useTranslation('journeys');
  const { data } = useJourneyNames();
  const [parameters, setParameters] = useSearchParams();
  const start = parameters.get('start') ?? '';
  const items = data?.items ?? [];
  const begin = (journey: string) =>
    setParameters((now) => {
      now.delete('version');
      if (journey === '') now.delete('start');
      else now.set('start', journey);
      return now;
    });
  return (
    <NativeSelect
      label={t('simulate.startFrom')}
      value={items.some(({ journey }) => journey === start) ? start : ''}
      onChange={({ currentTarget }) => begin(currentTarget.value)}
      data={[
        { value: '', label: t('simulate.startEmpty') },
        ...items.map(({ journey, title }) => ({ value: journey, label: title })),
      ]}
    />
  );
}

function Upload({ onText }: { readonly onText: (text: string) => void }) {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const input = useRef<HTMLInputElement>(null);
  const [isTooLarge, setTooLarge] = useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    // A character is a byte at least: what has more bytes than four times that is not read at all.
    const fits = file.size <= 4 * MOST_CHARACTERS;
    setTooLarge(!fits);
    if (fits) onText(await file.text());
  };
  return (
    <div>
      <Button variant="default" onClick={() => input.current?.click()}>
        {t('simulate.upload')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.json,text/yaml,application/yaml"
        aria-label={t('simulate.upload')}
        tabIndex={-1}
        className="co-hidden"
        onChange={({ currentTarget }) => {
          void take(currentTarget.files?.[0]);
          currentTarget.value = '';
        }}
      />
      {isTooLarge && (
        <p role="alert" className={classes.small}>
          {t('simulate.fileTooLarge', { most: formats.number(MOST_CHARACTERS) })}
        </p>
      )}
    </div>
  );
}

interface ProblemsProps {
  readonly problems: readonly TextProblem[];
  readonly editor: RefObject<EditorHandle | null>;
}

function Problems({ problems, editor }: ProblemsProps) {
  const { t } = useTranslation('journeys');
  return (
    <>
      <StateBadge tone="bad">{t('simulate.problems', { count: problems.length })}</StateBadge>
      <ol className={classes.problems} lang="en">
        {problems.map(({ line, column, step, rule, message }, at) => (
          <li key={at}>
            <button type="button" onClick={() => editor.current?.goTo(line, column)} data-line={line}>
              <strong>{t('simulate.line', { line, column })}</strong>
              {step !== null && <> · {step}</>} · {message} <code>{rule}</code>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

/** A refusal names the place of each mistake in its field: `definition:<line>:<column>`. */
function problemsOf({ fields }: ApiProblem): readonly TextProblem[] {
  return fields.map(({ field, rule, message }) => {
    const [, line, column] = /^definition:(\d+):(\d+)$/.exec(field) ?? [];
    return { line: Number(line ?? 1), column: Number(column ?? 1), step: null, rule, message };
  });
}
