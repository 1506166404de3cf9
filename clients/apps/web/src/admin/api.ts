import { connect, dataOf } from '@bdcommerce/api-client';
import { language } from '../boot/language.ts';

export const { client, session } = connect({ audience: 'admin', language: language() });

/** The data of a call that also makes files of it: here the data itself. */
export const rowsOf = <T>(
  reply: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<Exclude<T, string>> => dataOf(reply) as Promise<Exclude<T, string>>;
