import { Bone, Button, Loading, Notice, useProblemText } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { addressOf, EMPTY, type Wrong, wrongIn } from '../checkout/form.ts';
import { OTHER, WhereForm } from '../checkout/WhereForm.tsx';
import { useAddAddress, useRemoveAddress } from '../queries/account.ts';
import { addresses } from '../queries/checkout.ts';
import { usePurchaseSpeech } from '../speech.ts';

function NewAddress({ onDone }: { onDone: () => void }) {
  const { t } = usePurchaseSpeech();
  const problem = useProblemText();
  const add = useAddAddress();
  const [draft, setDraft] = useState(EMPTY);
  const [wrong, setWrong] = useState<Wrong>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWrong(wrongIn(draft));
    const address = addressOf(draft);
    if (address) add.mutate(address, { onSuccess: onDone });
  };
  return (
    <form className="panel grid gap-5" onSubmit={submit} noValidate>
      <WhereForm draft={draft} wrong={wrong} saved={[]} chosen={OTHER} onChoose={() => undefined} onChange={setDraft} />
      {add.isError ? <Notice kind="danger">{problem(add.error)}</Notice> : null}
      <div className="flex gap-3">
        <Button type="submit" busy={add.isPending}>
          {t('save')}
        </Button>
        <Button look="bare" onClick={onDone}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}

export function Addresses() {
  const { t, local, phone } = usePurchaseSpeech();
  const found = useQuery(addresses);
  const remove = useRemoveAddress();
  const [adding, setAdding] = useState(false);
  const all = found.data?.items ?? [];
  return (
    <section className="section">
      <h2 className="pb-3 text-name">{t('account.addresses')}</h2>
      {found.isPending ? (
        <Loading>
          <Bone className="h-20" />
        </Loading>
      ) : null}
      {found.isSuccess && all.length === 0 ? <p className="pb-4 text-soft">{t('account.noAddresses')}</p> : null}
      <ul>
        {all.map((each) => (
          <li key={each.id} className="flex items-start justify-between gap-4 border-b border-line py-3">
            <div>
              <p>
                {[each.recipient_name, each.is_default ? `(${t('account.standard')})` : ''].filter(Boolean).join(' ')}
              </p>
              <p className="text-soft">
                {[each.line1, ...[each.upazila, each.district].map((area) => (area ? local(area.name) : ''))]
                  .filter(Boolean)
                  .join(', ')}
              </p>
              <p className="tile-note">{phone(each.phone)}</p>
            </div>
            <Button
              look="bare"
              small
              aria-label={`${t('remove')}: ${each.line1}`}
              disabled={remove.isPending}
              onClick={() => remove.mutate(each.id)}
            >
              {t('remove')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="pt-4">
        {adding ? (
          <NewAddress onDone={() => setAdding(false)} />
        ) : (
          <Button look="quiet" onClick={() => setAdding(true)}>
            {t('account.addAddress')}
          </Button>
        )}
      </div>
    </section>
  );
}
