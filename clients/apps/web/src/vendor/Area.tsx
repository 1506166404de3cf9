import { type AnyRouter, RouterProvider } from '@tanstack/react-router';
import { useState, useSyncExternalStore } from 'react';
import { session } from './api.ts';
import { SignIn } from './layout/SignIn.tsx';
import { vendorRouter } from './router.tsx';

const useSignedIn = (): boolean =>
  useSyncExternalStore(
    (hear) => session.listen(hear),
    () => session.user !== null,
  );

/** Who may come in, comes in here. The address stays, so that one arrives where one wanted to. */
export function Area() {
  const [router] = useState<AnyRouter>(vendorRouter);
  return useSignedIn() ? <RouterProvider router={router} /> : <SignIn />;
}
