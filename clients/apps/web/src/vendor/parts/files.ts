import { dataOf } from '@bdcommerce/api-client';
import { useMutation } from '@tanstack/react-query';

/** The data of a reply that could as well have been a file: it was asked for as JSON. */
export const jsonOf = async <T>(reply: Promise<{ data?: T; error?: unknown; response: Response }>) =>
  (await dataOf(reply)) as Exclude<T, string>;

type Reply = Promise<{ data?: unknown; error?: unknown; response: Response }>;

/** Gives a file to the browser to keep. */
const keep = (file: Blob, name: string): void => {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};

export interface Asked {
  ask: () => Reply;
  name: string;
}

/** A file of the API, kept under a name. The call has to be made with `parseAs: 'blob'`. */
export const useFile = () =>
  useMutation({ mutationFn: async ({ ask, name }: Asked) => keep((await dataOf(ask())) as Blob, name) });
