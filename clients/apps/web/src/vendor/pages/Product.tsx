import { Bone, Button, Loading, Notice, Trouble, useProblemText, useToast } from '@bdcommerce/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Lost } from '../layout/Layout.tsx';
import { Confirm } from '../parts/Confirm.tsx';
import { useId } from '../parts/Go.tsx';
import { Page } from '../parts/Page.tsx';
import { FactsForm } from '../product/FactsForm.tsx';
import { Gate } from '../product/Gate.tsx';
import { Offers } from '../product/Offers.tsx';
import { ProductState } from '../product/ProductState.tsx';
import { checklist, product, type Product, publish, unpublish } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';

function Bones() {
  return (
    <Loading>
      <div className="grid gap-5 lg:grid-cols-[1fr_22rem]">
        <div className="grid gap-4">
          <Bone className="h-14 w-72" />
          <Bone className="h-44 rounded-large" />
          <Bone className="h-96 rounded-large" />
        </div>
        <Bone className="h-96 rounded-large" />
      </div>
    </Loading>
  );
}

/** On show or not: the one way asks first, the other is only open when the gate is. */
function Show({ of }: { of: Product }) {
  const { t } = useSpeech();
  const problem = useProblemText();
  const say = useToast();
  const queries = useQueryClient();
  const [asking, ask] = useState(false);
  const gate = useQuery(checklist(of.id));
  const doing = useMutation({
    mutationFn: (on: boolean) => (on ? publish : unpublish)(of.id),
    onSuccess: (after) => {
      queries.setQueryData(['product', of.id], after);
      for (const key of ['products', 'checklist', 'offers']) void queries.invalidateQueries({ queryKey: [key] });
      say(t(`products.done.${after.status}`));
      ask(false);
    },
  });
  if (of.status === 'taken_down' || of.status === 'in_review') return null;
  if (of.status === 'published') {
    return (
      <>
        <Button look="quiet" onClick={() => ask(true)}>
          {t('products.hide')}
        </Button>
        {asking ? (
          <Confirm
            title={t('products.hideTitle')}
            text={t('products.hideText')}
            act={t('products.hide')}
            danger
            busy={doing.isPending}
            error={doing.error}
            onAct={() => doing.mutate(false)}
            onClose={() => ask(false)}
          />
        ) : null}
      </>
    );
  }
  return (
    <>
      <Button busy={doing.isPending} disabled={!gate.data?.ok} onClick={() => doing.mutate(true)}>
        {t('products.publish')}
      </Button>
      {doing.isError ? <Notice kind="danger">{problem(doing.error)}</Notice> : null}
    </>
  );
}

function Whole({ of }: { of: Product }) {
  const { t, local } = useSpeech();
  const lead = (
    <div className="flex flex-wrap items-center gap-3 pt-1">
      <ProductState status={of.status} />
      {of.slug && of.status === 'published' ? (
        <a className="link" href={`/p/${of.slug}`}>
          {t('products.inShop')}
        </a>
      ) : null}
    </div>
  );
  return (
    <Page title={local(of.facts.title)} lead={lead} tools={<Show of={of} />}>
      {of.reason ? <Notice kind="danger">{t('products.because', { reason: of.reason })}</Notice> : null}
      {of.waiting ? <Notice kind="deal">{t('products.waitingText')}</Notice> : null}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[1fr_22rem]">
        <Offers productId={of.id} />
        <div className="min-w-0 lg:row-span-2">
          <Gate productId={of.id} />
        </div>
        <FactsForm key={of.version} of={of} />
      </div>
    </Page>
  );
}

export default function ProductPage() {
  const id = useId();
  const found = useQuery(product(id));
  if (found.data) return <Whole of={found.data} />;
  if (!found.isError) return <Bones />;
  if ((found.error as { status?: number }).status === 404) return <Lost />;
  return <Trouble error={found.error} again={() => void found.refetch()} />;
}
