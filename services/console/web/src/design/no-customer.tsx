// In the place of a customer's page: nobody has this id, the person was erased, it failed, or it is not answered yet.
import IconUserOff from '@tabler/icons-react/icons/IconUserOff';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.js';
import type { Role } from '../session/roles.js';
import { Refused } from './answered.js';
import { CopyId } from './copy-id.js';
import { Loading } from './loading.js';
import { Notice } from './notice.js';

export interface NoCustomerProps {
  readonly id: string;
  /** Of asking for the profile; null while it is asked for. */
  readonly error: unknown;
  readonly roles: readonly Role[];
  readonly onRetry: () => void;
}

export function NoCustomer({ id, error, roles, onRetry }: NoCustomerProps) {
  const { t } = useTranslation('design');
  if (error === null) return <Loading what={t('noCustomer.what')} lines={8} />;
  if (ApiProblem.from(error).code !== 'profile-erased')
    return <Refused error={error} roles={roles} onRetry={onRetry} />;
  return (
    <Notice icon={IconUserOff} title={t('noCustomer.erased')} role="status">
      <p>{t('noCustomer.erasedText')}</p>
      <p>
        <CopyId id={id} label={t('noCustomer.profileId')} whole />
      </p>
    </Notice>
  );
}
