// Finds a customer by any identifier. What is typed is personal: it is asked in a body, and neither kept nor shown again.
import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Empty } from '../design/empty.js';
import { Failed } from '../design/failed.js';
import { Loading } from '../design/loading.js';
import { Page } from '../design/page.js';
import { Section } from '../design/section.js';
import { KINDS, useKindName, type Kind } from '../i18n/identifier-kinds.js';
import { askForCustomer, useCustomerQuestion, type CustomerQuestion } from '../frame/customer-question.js';
import classes from './customers.module.css';
import { findCustomers, type Found } from './find-customers.js';
import { FoundCustomers } from './found-customers.js';

export function Component() {
  const { t } = useTranslation(['customers', 'frame']);
  const nameOf = useKindName();
  const navigate = useNavigate();
  const [said, setSaid] = useState({ kind: '', value: '' });
  const search = useMutation({
    mutationFn: ({ kind, value }: { kind: string; value: string }) => findCustomers(kind as Kind | '', value),
    onSuccess: (found) => {
      const [only, other] = found;
      if (only !== undefined && other === undefined) void navigate(`/customers/${only.profileId}`);
    },
  });
  const { mutate } = search;
  useQuestion(
    useCallback(
      (question) => {
        setSaid(question);
        mutate(question);
      },
      [mutate],
    ),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (said.value.trim() !== '') search.mutate(said);
  };
  return (
    <Page title={t('title')} subtitle={t('subtitle')}>
      <Section title={t('search.title')} about={t('search.about')}>
        <form role="search" aria-label={t('search.form')} className={classes.search} onSubmit={submit}>
          <NativeSelect
            label={t('search.kind')}
            value={said.kind}
            data={[
              { value: '', label: t('frame:customer.any') },
              ...KINDS.map((kind) => ({ value: kind, label: nameOf(kind) })),
            ]}
            onChange={({ currentTarget: { value: kind } }) => setSaid((now) => ({ ...now, kind }))}
          />
          <TextInput
            label={t('search.value')}
            value={said.value}
            autoComplete="off"
            spellCheck={false}
            maxLength={512}
            onChange={({ currentTarget: { value } }) => setSaid((now) => ({ ...now, value }))}
          />
          <Button
            type="submit"
            variant="default"
            leftSection={<IconSearch size={16} aria-hidden />}
            loading={search.isPending}
          >
            {t('search.submit')}
          </Button>
        </form>
        <Text size="sm" c="dimmed">
          {t('search.privacy')}
        </Text>
      </Section>
      <Answer search={search} />
    </Page>
  );
}

interface AnswerProps {
  readonly search: {
    readonly data: readonly Found[] | undefined;
    readonly error: unknown;
    readonly isPending: boolean;
  };
}

function Answer({ search: { data, error, isPending } }: AnswerProps) {
  const { t } = useTranslation('customers');
  if (isPending) return <Loading what={t('search.title')} />;
  if (error !== null) return <Failed error={error} order={2} />;
  if (data === undefined) return null;
  if (data.length === 0)
    return (
      <Empty title={t('search.nobody')}>
        <p>{t('search.nobodyHelp')}</p>
      </Empty>
    );
  return data.length > 1 ? <FoundCustomers found={data} /> : null;
}

/** What somebody asks in the head of any page, this one too. */
function useQuestion(ask: (question: CustomerQuestion) => void): void {
  const question = useCustomerQuestion();
  useEffect(() => {
    if (question === undefined) return;
    // It is answered once: who comes back to this page finds it empty.
    askForCustomer(undefined);
    ask(question);
  }, [question, ask]);
}
