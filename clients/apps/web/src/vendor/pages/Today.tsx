import { CheckIcon, Empty, Trouble } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { Labels } from '../parts/Labels.tsx';
import { Go, useAddress } from '../parts/Go.tsx';
import { Chips, Page, RowBones } from '../parts/Page.tsx';
import { WorkList } from '../parts/WorkList.tsx';
import { byDeadline, firstWithWork, isStep, STEPS, type Step, STATUS_OF } from '../parts/work.ts';
import { booked, handoverClocks, waiting } from '../queries/orders.ts';
import { openReturns } from '../queries/returns.ts';
import { useSpeech } from '../speech.ts';

/** A page of the API: whether there is more than it holds is told by a plus sign. */
const many = (page: { items: readonly unknown[]; next_cursor?: string | null | undefined } | undefined) =>
  page ? { count: page.items.length, more: Boolean(page.next_cursor) } : undefined;

const useWork = () => {
  const accept = useQuery(waiting(STATUS_OF.accept));
  const pack = useQuery(waiting(STATUS_OF.pack));
  const handOver = useQuery(waiting(STATUS_OF.handOver));
  const labels = useQuery(booked);
  const clocks = useQuery(handoverClocks);
  return { queries: { accept, pack, handOver, labels }, clocks };
};

type Work = ReturnType<typeof useWork>;

/** Which step is looked at: that of the address, or the first one with work. */
const useStep = ({ queries }: Work): [Step, (step: Step) => void] => {
  const [address, change] = useAddress();
  const wanted = address['step'];
  const counts = Object.fromEntries(STEPS.map((step) => [step, queries[step].data?.items.length ?? 0]));
  return [isStep(wanted) ? wanted : firstWithWork(counts), (step) => change({ step })];
};

function ReturnsLine() {
  const { t } = useSpeech();
  const open = useQuery(openReturns);
  const count = open.data?.items.length ?? 0;
  if (count === 0) return null;
  return (
    <Go to="/returns" className="notice notice-deal justify-between">
      <span>{t('today.returns', { count })}</span>
      <span className="font-semibold">{t('today.answer')}</span>
    </Go>
  );
}

function List({ step, work }: { step: Step; work: Work }) {
  const { t } = useSpeech();
  const { queries, clocks } = work;
  const of = queries[step];
  if (of.isError && !of.data) return <Trouble error={of.error} again={() => void of.refetch()} />;
  if (!of.data) return <RowBones className="h-28 md:h-20" />;
  if (of.data.items.length === 0) {
    return <Empty title={t(`today.empty.${step}`)} text={t('today.emptyText')} icon={<CheckIcon size={48} />} />;
  }
  if (step === 'labels') return <Labels parcels={queries.labels.data?.items ?? []} />;
  const rows = byDeadline(queries[step].data?.items ?? [], clocks.data ?? []);
  return <WorkList key={step} step={step} rows={rows} />;
}

export default function Today() {
  const { t, date, digits } = useSpeech();
  const work = useWork();
  const [step, choose] = useStep(work);
  const choices = STEPS.map((each) => {
    const found = many(work.queries[each].data);
    return {
      value: each,
      label: t(`today.step.${each}`),
      count: found && `${digits(found.count)}${found.more ? '+' : ''}`,
    };
  });
  return (
    <Page title={t('section.today')} lead={date(new Date(), 'day')}>
      <ReturnsLine />
      <Chips label={t('today.steps')} value={step} choices={choices} onChange={choose} />
      <List step={step} work={work} />
    </Page>
  );
}
