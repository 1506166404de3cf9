import { Empty, ReturnIcon, Trouble } from '@bdcommerce/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Countdown } from '../parts/Countdown.tsx';
import { Go, useAddress } from '../parts/Go.tsx';
import { Chips, MoreOf, Page, RowBones } from '../parts/Page.tsx';
import { type Return, returns, type ReturnStatus } from '../queries/returns.ts';
import { ReturnState } from '../returns/ReturnState.tsx';
import { useSpeech } from '../speech.ts';

const SHOWN: readonly ReturnStatus[] = ['requested', 'approved', 'escalated', 'received', 'refunded', 'refused'];

function Row({ of }: { of: Return }) {
  const { t, local, digits, money } = useSpeech();
  const [first] = of.lines;
  return (
    <li className="border-b border-line last:border-0">
      <Go
        to={`/returns/${of.id}`}
        className="-mx-2 grid gap-x-6 gap-y-1 rounded-medium px-2 py-3 hover:bg-tile md:grid-cols-[1fr_10rem_9rem_11rem] md:items-center"
      >
        <span className="min-w-0">
          <span className="font-semibold">{digits(of.number)}</span>
          <span className="block truncate text-soft">
            {first ? t('returns.units', { count: first.quantity, title: local(first.title) }) : null}
          </span>
        </span>
        <span>{t(`returns.code.${of.code}`)}</span>
        <span className="md:text-right">{money(of.worth)}</span>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-note md:justify-end">
          <ReturnState status={of.status} />
          {of.status === 'requested' && of.answer_by ? <Countdown due={of.answer_by} /> : null}
        </span>
      </Go>
    </li>
  );
}

function List({ status }: { status: ReturnStatus | undefined }) {
  const { t } = useSpeech();
  const found = useInfiniteQuery(returns(status));
  if (found.isError && !found.data) return <Trouble error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <RowBones />;
  const rows = found.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) {
    return (
      <Empty title={t('returns.none')} text={t('returns.noneText')} icon={<ReturnIcon size={48} />}>
        <Go to={status ? '/returns' : '/'} className="button button-quiet">
          {t(status ? 'returns.all' : 'section.today')}
        </Go>
      </Empty>
    );
  }
  return (
    <div className="grid gap-4">
      <ul className="panel py-2">
        {rows.map((of) => (
          <Row key={of.id} of={of} />
        ))}
      </ul>
      <MoreOf of={found} />
    </div>
  );
}

export default function Returns() {
  const { t } = useSpeech();
  const [address, change] = useAddress();
  const status = SHOWN.find((each) => each === address['status']);
  return (
    <Page title={t('section.returns')}>
      <Chips<ReturnStatus | ''>
        label={t('orders.state')}
        value={status ?? ''}
        choices={[
          { value: '', label: t('returns.all') },
          ...SHOWN.map((value) => ({ value, label: t(`returns.status.${value}`) })),
        ]}
        onChange={(wanted) => change({ status: wanted })}
      />
      <List status={status} />
    </Page>
  );
}
