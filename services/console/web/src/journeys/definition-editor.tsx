// A plain field for a definition's text: the numbers of its lines beside it, wrong ones marked, and a caret that can be sent.
import { useImperativeHandle, useRef, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './journeys.module.css';

export interface EditorHandle {
  /** Puts the caret there, from 1, and shows it. */
  goTo(line: number, column: number): void;
}

export interface DefinitionEditorProps {
  readonly ref: Ref<EditorHandle>;
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly wrongLines: ReadonlySet<number>;
  /** The list of what is wrong, and the limits. */
  readonly describedBy: string;
  readonly isInvalid: boolean;
}

/** More lines than this get no numbers: nobody looks at them one by one. */
const MOST_NUMBERS = 5_000;

export function DefinitionEditor(props: DefinitionEditorProps) {
  const { ref, id, value, onChange, wrongLines, describedBy, isInvalid } = props;
  const { t } = useTranslation('journeys');
  const field = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = Math.min(MOST_NUMBERS, value.split('\n').length);
  useImperativeHandle(ref, () => ({ goTo: (line, column) => goTo(field.current, line, column) }), []);
  const follow = () => {
    if (gutter.current !== null && field.current !== null) gutter.current.scrollTop = field.current.scrollTop;
  };
  return (
    <div className={classes.editor}>
      <div className={classes.gutter} ref={gutter} aria-hidden>
        {Array.from({ length: lines }, (_, at) => (
          <div key={at} data-wrong={wrongLines.has(at + 1)}>
            {at + 1}
          </div>
        ))}
      </div>
      <textarea
        ref={field}
        id={id}
        className={classes.text}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onScroll={follow}
        aria-describedby={describedBy}
        aria-invalid={isInvalid}
        placeholder={t('simulate.placeholder')}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
      />
    </div>
  );
}

function goTo(field: HTMLTextAreaElement | null, line: number, column: number): void {
  if (field === null) return;
  const lines = field.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const at = Math.min(field.value.length, start + column - 1);
  field.focus();
  field.setSelectionRange(at, Math.min(field.value.length, start + (lines[line - 1]?.length ?? 0)));
  const height = Number.parseFloat(getComputedStyle(field).lineHeight);
  field.scrollTop = Math.max(0, (line - 4) * height);
}
