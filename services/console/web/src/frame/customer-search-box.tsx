// The search for a customer in the head of every page. What is typed is personal: it goes on in memory, and then in the
// body of a call, never in an address.
import { ActionIcon, NativeSelect, TextInput } from '@mantine/core';
import IconSearch from '@tabler/icons-react/icons/IconSearch';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { KINDS, useKindName } from '../i18n/identifier-kinds.js';
import { rolesOf } from '../session/permissions.js';
import { useMay } from '../session/session.js';
import { askForCustomer } from './customer-question.js';
import classes from './frame.module.css';

export function CustomerSearchBox() {
  const { t } = useTranslation('frame');
  const nameOf = useKindName();
  const may = useMay(...rolesOf('/customers'));
  const navigate = useNavigate();
  const [kind, setKind] = useState('');
  const [value, setValue] = useState('');
  if (!may) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value.trim() === '') return;
    askForCustomer({ kind, value: value.trim() });
    void navigate('/customers');
    setValue('');
  };
  return (
    <form role="search" aria-label={t('customer.label')} className={classes.search} onSubmit={submit}>
      <NativeSelect
        aria-label={t('customer.kind')}
        data={[
          { value: '', label: t('customer.any') },
          ...KINDS.map((each) => ({ value: each, label: nameOf(each) })),
        ]}
        value={kind}
        onChange={({ currentTarget }) => setKind(currentTarget.value)}
      />
      <TextInput
        aria-label={t('customer.value')}
        placeholder={t('customer.label')}
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={({ currentTarget }) => setValue(currentTarget.value)}
        rightSection={
          <ActionIcon type="submit" variant="subtle" aria-label={t('customer.label')}>
            <IconSearch size={18} aria-hidden />
          </ActionIcon>
        }
      />
    </form>
  );
}
