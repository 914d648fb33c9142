// The way to a customer from wherever one is named: a link for who may open their page, else the end of the id alone.
import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { useMay } from '../session/session.js';

export interface CustomerLinkProps {
  readonly profileId: string;
}

export function CustomerLink({ profileId }: CustomerLinkProps) {
  const may = useMay('agent', 'supervisor', 'operator');
  const shown = `…${profileId.slice(-8)}`;
  return may ? (
    <Anchor component={Link} to={`/customers/${profileId}`} size="sm">
      {shown}
    </Anchor>
  ) : (
    <code title={profileId}>{shown}</code>
  );
}
