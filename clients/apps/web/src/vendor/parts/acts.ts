import { useToast } from '@bdcommerce/ui';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { accept, handOver, type OrderDetail, pack } from '../queries/orders.ts';
import { useSpeech } from '../speech.ts';
import { withEach } from './each.ts';
import type { Act } from './work.ts';

export const DO: Record<Act, (id: string) => Promise<OrderDetail>> = {
  accept,
  pack,
  handOver: (id) => handOver(id, null),
};

/** What may look otherwise after something was done with an order. */
export const lookAgain = (queries: QueryClient): void => {
  for (const key of ['orders', 'clocks', 'shipments', 'parcel']) void queries.invalidateQueries({ queryKey: [key] });
};

/** The same step for one order or for many. */
export const useAct = (act: Act) => {
  const queries = useQueryClient();
  const say = useToast();
  const { t } = useSpeech();
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      withEach(ids, async (id) => queries.setQueryData(['order', id], await DO[act](id))),
    onSuccess: ({ done }) => {
      if (done.length > 0) say(t(`today.done.${act}`, { count: done.length }));
    },
    onSettled: () => lookAgain(queries),
  });
};
