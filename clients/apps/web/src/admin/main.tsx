import { Toasts } from '@bdcommerce/ui';
import { language } from '../boot/language.ts';
import { queryClient, start } from '../boot/start.tsx';
import { Area } from './Area.tsx';
import { texts } from './texts.ts';

const queries = queryClient();
const shown = (
  <Toasts>
    <Area />
  </Toasts>
);
start({ texts: await texts(language()), queries, children: shown });
