import { Button, Field } from '@bdcommerce/ui';
import { useState } from 'react';
import { useSpeech } from '../speech.ts';

interface Props {
  label: string;
  hint: string;
  action: string;
  busy: boolean;
  onFile: (file: File) => void;
}

/** A table of somebody else's making, given to be looked at. */
export function GiveFile({ label, hint, action, busy, onFile }: Props) {
  const { t } = useSpeech();
  const [file, setFile] = useState<File>();
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label={label} hint={hint}>
        {(named) => (
          <input
            {...named}
            type="file"
            accept=".csv,.xlsx"
            className="input"
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        )}
      </Field>
      <Button
        look="quiet"
        busy={busy}
        disabled={!file}
        title={file ? undefined : t('money.noFile')}
        onClick={() => file && onFile(file)}
      >
        {action}
      </Button>
    </div>
  );
}
