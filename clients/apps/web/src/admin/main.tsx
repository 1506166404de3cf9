import { Toasts } from '@bdcommerce/ui';
import { language } from '../boot/language.ts';
import { queryClient, start } from '../boot/start.tsx';
import { Area } from './Area.tsx';
import { adminRouter } from './router.tsx';
import { texts } from './texts.ts';

const queries = queryClient();
const router = adminRouter(queries);
const shown = (
  <Toasts>
    <Area router={router} />
  </Toasts>
);
start({ texts: await texts(language()), queries, children: shown });
