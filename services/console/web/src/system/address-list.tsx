// Where things are: what is configured, and is told to who asks.
import { useTranslation } from 'react-i18next';
import type { Addresses } from '../api/addresses.js';
import { useSession } from '../session/session.js';
import classes from './system.module.css';

export function AddressList({
  addresses,
}: {
  readonly addresses: Addresses & { readonly publicUrl: string };
}) {
  const { t } = useTranslation('system');
  const { signedIn } = useSession();
  const { publicUrl, issuer, kafka, schemaRegistry, jaeger, grafana } = addresses;
  const rows: readonly (readonly [what: string, address: string | undefined, isPage?: true])[] = [
    [t('addresses.gateway'), `${publicUrl}/api/<service>/…`],
    [t('addresses.tracking'), `${publicUrl}/v1`],
    [t('addresses.issuer'), issuer],
    ['Kafka', kafka],
    [t('addresses.registry'), schemaRegistry],
    ['Jaeger', jaeger, true],
    ['Grafana', grafana, true],
  ];
  return (
    <>
      <dl className={classes.addresses}>
        {rows.map(
          ([what, address, isPage]) =>
            address !== undefined && (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{isPage === true ? <a href={address}>{address}</a> : <code>{address}</code>}</dd>
              </div>
            ),
        )}
      </dl>
      {!signedIn && <p className={classes.soft}>{t('addresses.signIn')}</p>}
    </>
  );
}
