import AxeBuilder from '@axe-core/playwright';
import { type APIRequestContext, expect, type Page } from '@playwright/test';

/** Nobody is kept out: no finding of axe on what is shown now. */
export const expectForAll = async (page: Page): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual(
    [],
  );
};

/** The latest code that was sent to a phone; there is none to look at, so it is read where staff see messages. */
export const codeFor = async (request: APIRequestContext, phone: string): Promise<string> => {
  const data = { email: 'admin@demo.example', password: 'bdcommerce-demo', audience: 'admin' };
  const signedIn = (await (await request.post('/api/v1/auth/login', { data })).json()) as { access_token: string };
  const headers = { Authorization: `Bearer ${signedIn.access_token}` };
  let code = '';
  await expect
    .poll(async () => {
      const reply = await request.get(`/api/v1/admin/messages?to=${phone}&template=otp&limit=1`, { headers });
      const found = (await reply.json()) as { items: { params: { code: string } }[] };
      code = found.items[0]?.params.code ?? '';
      return code;
    })
    .not.toBe('');
  return code;
};

/** A phone that no code was sent to lately. */
export const somePhone = (): string => `017${String(Date.now()).slice(-8)}`;
