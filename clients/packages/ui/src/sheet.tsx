import { type ReactNode, useEffect, useId, useRef } from 'react';
import { CloseIcon } from './icons.tsx';
import { useSpeech } from './speech.ts';

interface Props {
  /** Called when it is to be taken away: by Escape, the cross, or a touch beside it. */
  onClose: () => void;
  title: string;
  children: ReactNode;
}

/** Something before the page: from below on a phone, in the middle on a desk. The browser's own dialog keeps the
 * keyboard inside and gives it back. */
export function Sheet({ onClose, title, children }: Props) {
  const { t } = useSpeech();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className="sheet-inside">
        <div className="flex items-center justify-between gap-4 pb-2">
          <h2 id={id} className="text-lead">
            {title}
          </h2>
          <button type="button" className="frame-tool -mr-3" aria-label={t('close')} onClick={onClose}>
            <CloseIcon />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
