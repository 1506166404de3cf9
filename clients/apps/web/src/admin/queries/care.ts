import { dataOf, type Schemas } from '@bdcommerce/api-client';
import { queryOptions } from '@tanstack/react-query';
import { client, rowsOf } from '../api.ts';
import type { Search } from '../way.tsx';

export type Dispute = Schemas['StaffDisputeDetail'];
export type Complaint = Schemas['StaffComplaintDetail'];
export type Outcome = Schemas['DecideDispute']['outcome'];
export type Authority = Schemas['EscalateComplaint']['authority'];

const dispute_ = (dispute_id: string) => ({ params: { path: { dispute_id } } });
const complaint_ = (complaint_id: string) => ({ params: { path: { complaint_id } } });

export const disputes = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/disputes', { params: { query: search }, signal }));
export const dispute = (id: string) =>
  queryOptions({
    queryKey: ['dispute', id],
    queryFn: ({ signal }) => dataOf(client.GET('/api/v1/admin/disputes/{dispute_id}', { ...dispute_(id), signal })),
  });
export const write = (id: string, text: string, internal: boolean) =>
  dataOf(client.POST('/api/v1/admin/disputes/{dispute_id}/messages', { ...dispute_(id), body: { text, internal } }));
/** `refund` in poisha; only where the money is shared between both sides. */
export const decide = (id: string, outcome: Outcome, refund: number, text: string) =>
  dataOf(
    client.POST('/api/v1/admin/disputes/{dispute_id}/decision', {
      ...dispute_(id),
      body: { outcome, text, ...(outcome === 'split' ? { refund } : {}) },
    }),
  );
export const approve = (id: string, text: string) =>
  dataOf(client.POST('/api/v1/admin/disputes/{dispute_id}/approve', { ...dispute_(id), body: { text } }));
export const sendBack = (id: string, text: string) =>
  dataOf(client.POST('/api/v1/admin/disputes/{dispute_id}/send-back', { ...dispute_(id), body: { text } }));
export const disputePhoto = (dispute_id: string, photo_name: string) =>
  dataOf(
    client.GET('/api/v1/admin/disputes/{dispute_id}/photos/{photo_name}', {
      params: { path: { dispute_id, photo_name } },
      parseAs: 'blob',
    }),
  );

export const complaints = (search: Search, signal: AbortSignal) =>
  dataOf(client.GET('/api/v1/admin/complaints', { params: { query: search }, signal }));
export const complaint = (id: string) =>
  queryOptions({
    queryKey: ['complaint', id],
    queryFn: ({ signal }) =>
      dataOf(client.GET('/api/v1/admin/complaints/{complaint_id}', { ...complaint_(id), signal })),
  });
export const assign = (id: string, to: string) =>
  dataOf(client.PUT('/api/v1/admin/complaints/{complaint_id}/assignee', { ...complaint_(id), body: { to } }));
export const answer = (id: string, text: string, internal: boolean) =>
  dataOf(
    client.POST('/api/v1/admin/complaints/{complaint_id}/messages', { ...complaint_(id), body: { text, internal } }),
  );
export const resolve = (id: string, text: string) =>
  dataOf(client.POST('/api/v1/admin/complaints/{complaint_id}/resolve', { ...complaint_(id), body: { text } }));
export const escalate = (id: string, authority: Authority, reference: string, text: string) =>
  dataOf(
    client.POST('/api/v1/admin/complaints/{complaint_id}/escalate', {
      ...complaint_(id),
      body: { authority, reference, text },
    }),
  );
export const refer = (id: string, reference: string) =>
  dataOf(
    client.PUT('/api/v1/admin/complaints/{complaint_id}/external-reference', {
      ...complaint_(id),
      body: { reference },
    }),
  );
export const evidence = (id: string) =>
  dataOf(client.GET('/api/v1/admin/complaints/{complaint_id}/evidence', { ...complaint_(id), parseAs: 'blob' }));
export const complaintPhoto = (complaint_id: string, photo_name: string) =>
  dataOf(
    client.GET('/api/v1/admin/complaints/{complaint_id}/photos/{photo_name}', {
      params: { path: { complaint_id, photo_name } },
      parseAs: 'blob',
    }),
  );

export const clocks = (search: Search, signal: AbortSignal) =>
  rowsOf(client.GET('/api/v1/admin/clocks', { params: { query: search }, signal }));
export const clocksFile = (search: Search, format: 'csv' | 'xlsx') =>
  dataOf(client.GET('/api/v1/admin/clocks', { params: { query: { ...search, format } }, parseAs: 'blob' }));
export const clock = (clock_id: string) =>
  queryOptions({
    queryKey: ['clock', clock_id],
    queryFn: ({ signal }) =>
      dataOf(client.GET('/api/v1/admin/clocks/{clock_id}', { params: { path: { clock_id } }, signal })),
  });
