import { RouterProvider } from '@tanstack/react-router';
import { language } from '../boot/language.ts';
import { afterLoad, queryClient, start } from '../boot/start.tsx';
import { shopRouter } from './router.tsx';
import { errorTexts, texts } from './texts.ts';

const queries = queryClient();
const router = shopRouter(queries);

// The words and the page that is asked for, before the first picture: so it is whole, and nothing flashes.
const [words] = await Promise.all([texts(language()), router.load()]);
start({ texts: words, queries, children: <RouterProvider router={router} /> });

afterLoad(() => {
  void errorTexts(language());
  if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/worker.js');
});
