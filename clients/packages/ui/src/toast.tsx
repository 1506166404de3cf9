import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';

type Say = (message: ReactNode) => void;
const Context = createContext<Say>(() => undefined);
const SECONDS = 6;

/** Room for one short message at the foot of the page; the latest takes the place of the one before. */
export function Toasts({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState<{ said: ReactNode } | null>(null);
  const say = useCallback<Say>((said) => setMessage({ said }), []);
  useEffect(() => {
    if (!message) return;
    const ends = setTimeout(() => setMessage(null), SECONDS * 1000);
    return () => clearTimeout(ends);
  }, [message]);
  return (
    <Context value={say}>
      {children}
      <div aria-live="polite" role="status">
        {message ? (
          <div className="toast" onClick={() => setMessage(null)}>
            {message.said}
          </div>
        ) : null}
      </div>
    </Context>
  );
}

export const useToast = (): Say => useContext(Context);
