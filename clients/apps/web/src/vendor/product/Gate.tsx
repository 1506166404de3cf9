import { Bone, CheckIcon, CloseIcon, Trouble } from '@bdcommerce/ui';
import { useQuery } from '@tanstack/react-query';
import { type Check, checklist } from '../queries/catalog.ts';
import { useSpeech } from '../speech.ts';
import { nameOf } from './gate.ts';

function Demand({ check }: { check: Check }) {
  const { t } = useSpeech();
  const { key, rest } = nameOf(check.field);
  return (
    <li className="flex items-start gap-3 border-b border-line py-2.5 last:border-0">
      {check.ok ? (
        <CheckIcon size={20} className="mt-1 flex-none text-action" />
      ) : (
        <CloseIcon size={20} className="mt-1 flex-none text-danger" />
      )}
      <span className={check.ok ? 'text-soft' : ''}>
        <span className="sr-only">{t(check.ok ? 'gate.met' : 'gate.missing')}</span>
        {key ? t(`gate.field.${key}`) : t('gate.attribute', { name: rest })}
      </span>
      <span className="ml-auto text-note text-soft">{check.rule}</span>
    </li>
  );
}

/** What the law and the operator want to know of a product before anybody sees it; what is missing is on top. */
export function Gate({ productId }: { productId: string }) {
  const { t } = useSpeech();
  const found = useQuery(checklist(productId));
  const checks = found.data?.checks ?? [];
  const missing = checks.filter((check) => !check.ok);
  const met = checks.filter((check) => check.ok);
  return (
    <section className="panel grid gap-3" aria-labelledby="gate">
      <h2 id="gate" className="text-lead">
        {t('gate.title')}
      </h2>
      {found.isPending ? <Bone className="h-72 rounded-medium" /> : null}
      {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      {found.data ? (
        <p className={missing.length > 0 ? 'text-danger' : 'text-action'}>
          {missing.length > 0 ? t('gate.left', { count: missing.length }) : t('gate.open')}
        </p>
      ) : null}
      <ul>
        {missing.map((check) => (
          <Demand key={check.field} check={check} />
        ))}
      </ul>
      {met.length > 0 ? (
        <details open={missing.length === 0}>
          <summary className="link flex min-h-target items-center">{t('gate.metCount', { count: met.length })}</summary>
          <ul>
            {met.map((check) => (
              <Demand key={check.field} check={check} />
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
