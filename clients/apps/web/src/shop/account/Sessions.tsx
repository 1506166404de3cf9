import { Button } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { sessions, useEndOthers, useEndSession } from '../queries/account.ts';
import { usePurchaseSpeech } from '../speech.ts';

export function Sessions() {
  const { t, date } = usePurchaseSpeech();
  const all = useQuery(sessions).data?.items ?? [];
  const end = useEndSession();
  const others = useEndOthers();
  return (
    <section className="section">
      <h2 className="pb-3 text-name">{t('account.sessions')}</h2>
      <ul>
        {all.map((each) => (
          <li key={each.id} className="flex items-center justify-between gap-4 border-b border-line py-3">
            <div className="min-w-0">
              <p className="truncate">{each.device}</p>
              <p className="tile-note">
                {each.current
                  ? t('account.thisDevice')
                  : t('account.lastUsed', { date: date(each.last_used_at, 'moment') })}
              </p>
            </div>
            {each.current ? null : (
              <Button look="bare" small disabled={end.isPending} onClick={() => end.mutate(each.id)}>
                {t('account.endSession')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {all.length > 1 ? (
        <Button look="quiet" small className="mt-4" busy={others.isPending} onClick={() => others.mutate(undefined)}>
          {t('account.endOthers')}
        </Button>
      ) : null}
    </section>
  );
}
