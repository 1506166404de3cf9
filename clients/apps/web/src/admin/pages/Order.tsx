import { useQuery } from '@tanstack/react-query';
import { useMay } from '../access.tsx';
import { OrderActions } from '../parts/OrderActions.tsx';
import { OrderMoney } from '../parts/OrderMoney.tsx';
import { Part } from '../parts/OrderPart.tsx';
import { Act } from '../parts/Act.tsx';
import { Facts, Fetched, Screen, Section } from '../parts/Screen.tsx';
import { Code, Mark, useWord, When, Who } from '../parts/words.tsx';
import { placeName } from '../parts/shown.ts';
import * as api from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';
import { useId } from '../way.tsx';

function Timeline({ of }: { of: api.Order }) {
  const { t, local } = useSpeech();
  const word = useWord();
  const events = [...of.events].sort((one, other) => other.number - one.number);
  const many = of.vendor_orders.length > 1;
  const names = Object.fromEntries(of.order.vendor_orders.map((each) => [each.id, local(each.vendor_name)]));
  return (
    <Section title={t('orders.timeline')}>
      <ol className="steps">
        {events.map((each, n) => (
          <li key={each.number} {...(n === 0 ? { 'data-now': true } : {})}>
            <p className="font-medium">{local(each.label)}</p>
            {many && each.vendor_order_id ? <p className="text-note text-soft">{names[each.vendor_order_id]}</p> : null}
            {each.why || each.reason ? (
              <p>
                {[local(each.why), each.reason].filter((part, at, all) => part && all.indexOf(part) === at).join(' · ')}
              </p>
            ) : null}
            <p className="text-note text-soft">
              <When at={each.at} /> · {word(each.by)}
              {each.by === 'staff' ? (
                <>
                  {', '}
                  <Who id={each.actor_id} />
                </>
              ) : null}
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Buyer({ of }: { of: api.Order }) {
  const { t, phone } = useSpeech();
  const to = of.order.recipient;
  const number = to.phone || to.address.phone;
  const { place } = to.address;
  return (
    <Section title={t('orders.buyer')}>
      <Facts
        of={[
          [t('orders.name'), to.name || to.address.recipient_name],
          [
            t('vendors.phone'),
            number ? (
              <a className="link" href={`tel:${number}`}>
                {phone(number)}
              </a>
            ) : (
              ''
            ),
          ],
          [t('vendors.email'), to.email],
          [
            t('vendors.address'),
            [
              to.address.line1,
              to.address.area,
              to.address.landmark,
              placeName(place.upazila),
              placeName(place.district),
            ]
              .filter(Boolean)
              .join(', '),
          ],
          ...(to.delivery_note ? ([[t('orders.deliveryNote'), to.delivery_note]] as const) : []),
          [t('orders.account'), of.customer_id ? <Code id={of.customer_id} /> : t('orders.guest')],
        ]}
      />
    </Section>
  );
}

function Notes({ id }: { id: string }) {
  const { t } = useSpeech();
  const may = useMay();
  const found = useQuery(api.notes(id));
  const write = (
    <Act
      label={t('orders.write')}
      text={t('orders.writeText')}
      asks={[{ name: 'text', label: t('f.note'), kind: 'area' }]}
      run={(v) => api.writeNote(id, v['text'] ?? '')}
    />
  );
  return (
    <Section title={t('orders.notes')} actions={may('orders.manage') ? write : null}>
      <Fetched of={found}>
        {(page) =>
          page.items.length === 0 ? (
            <p className="text-soft">{t('orders.noNotes')}</p>
          ) : (
            <ul className="grid gap-2">
              {page.items.map((each) => (
                <li key={each.id} className="desk-letter">
                  <p className="whitespace-pre-wrap">{each.text}</p>
                  <p className="text-note text-soft">
                    <Who id={each.author_id} /> · <When at={each.at} />
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Fetched>
    </Section>
  );
}

function Risk({ id }: { id: string }) {
  const { t, local, digits, money } = useSpeech();
  const found = useQuery(api.risk(id));
  if (!found.data?.appraisal) return null;
  const { appraisal: seen, open_cash } = found.data;
  return (
    <Section title={t('orders.risk')} actions={<Mark value={seen.decision} />}>
      <p>
        {t('orders.score', { score: seen.score, confirm: seen.thresholds.confirm, refuse: seen.thresholds.refuse })}
      </p>
      <Facts
        of={[
          ...seen.factors.map(
            (each) => [local(each.label), digits(each.points > 0 ? `+${String(each.points)}` : each.points)] as const,
          ),
          [t('orders.openCash'), money(open_cash)],
        ]}
      />
    </Section>
  );
}

export default function Order() {
  const { t, digits, money, date } = useSpeech();
  const word = useWord();
  const may = useMay();
  const id = useId();
  const found = useQuery(api.order(id));
  return (
    <Fetched of={found}>
      {(of) => (
        <Screen
          title={digits(of.order.number)}
          up={{ to: '/orders', label: t('nav.orders') }}
          lead={
            <p className="flex flex-wrap items-center gap-x-3">
              <Mark value={of.order.status} />
              <span>{date(of.order.placed_at, 'moment')}</span>
              <span>{word(of.order.payment_method)}</span>
              <strong className="text-ink">{money(of.order.total)}</strong>
            </p>
          }
          actions={may('orders.manage') ? <OrderActions of={of} /> : null}
        >
          <div className="desk-columns">
            <div>
              {of.vendor_orders.map((each) => (
                <Part key={each.id} of={of} part={each} />
              ))}
              {may('ledger.read') && of.order.payment_method !== 'cod' ? <OrderMoney id={id} /> : null}
              <Buyer of={of} />
              <Notes id={id} />
            </div>
            <div>
              {of.order.payment_method === 'cod' ? <Risk id={id} /> : null}
              <Timeline of={of} />
            </div>
          </div>
        </Screen>
      )}
    </Fetched>
  );
}
