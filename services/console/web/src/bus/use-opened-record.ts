// Which record is opened, in the address: `?record=<partition>:<offset>`.
import { useQueryState } from '../design/use-query-state.js';

export interface RecordPlace {
  readonly partition: number;
  readonly offset: string;
}

export interface OpenedRecord {
  readonly place: RecordPlace | undefined;
  readonly is: (record: RecordPlace) => boolean;
  readonly toggle: (record: RecordPlace) => void;
}

export function useOpenedRecord(): OpenedRecord {
  const [record, setRecord] = useQueryState('record');
  const match = /^(\d{1,5}):(\d{1,19})$/.exec(record);
  const is = ({ partition, offset }: RecordPlace) => record === `${partition}:${offset}`;
  return {
    place: match === null ? undefined : { partition: Number(match[1]), offset: match[2] ?? '0' },
    is,
    toggle: (one) => setRecord(is(one) ? undefined : `${one.partition}:${one.offset}`),
  };
}
