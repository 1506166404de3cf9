import { Button, Notice, useProblemText } from '@bdcommerce/ui';
import { Sheet } from '@bdcommerce/ui/sheet.tsx';
import type { ReactNode } from 'react';
import { useSpeech } from '../speech.ts';

interface Props {
  title: string;
  text?: string;
  /** What the button says that does it. */
  act: string;
  danger?: boolean;
  busy: boolean;
  ready?: boolean;
  error?: unknown;
  onAct: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks once more before something that cannot be taken back, or for what is still needed. */
export function Confirm({ title, text, act, danger = false, busy, ready = true, error, ...rest }: Props) {
  const { t } = useSpeech();
  const problem = useProblemText();
  return (
    <Sheet title={title} onClose={rest.onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) rest.onAct();
        }}
      >
        {text ? <p className="text-soft">{text}</p> : null}
        {rest.children}
        {error ? <Notice kind="danger">{problem(error)}</Notice> : null}
        <div className="flex flex-wrap-reverse justify-end gap-3">
          <Button look="bare" className="mx-0" onClick={rest.onClose}>
            {t('back')}
          </Button>
          <Button type="submit" look={danger ? 'danger' : 'main'} busy={busy} disabled={!ready}>
            {act}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
