import { Button, useProblemText, useToast } from '@bdcommerce/ui';
import { useSpeech } from '../speech.ts';
import { type Asked, useFile } from './files.ts';

interface Props<F extends string> {
  formats: readonly F[];
  name: string;
  ask: (format: F) => ReturnType<Asked['ask']>;
}

/** The same rows as a file, for each format that the API writes. */
export function FileButtons<F extends 'csv' | 'xlsx' | 'pdf'>({ formats, name, ask }: Props<F>) {
  const { t } = useSpeech();
  const problem = useProblemText();
  const say = useToast();
  const file = useFile();
  return formats.map((format) => (
    <Button
      key={format}
      look="quiet"
      small
      busy={file.isPending}
      onClick={() =>
        file.mutate({ ask: () => ask(format), name: `${name}.${format}` }, { onError: (error) => say(problem(error)) })
      }
    >
      {t(`file.${format}`)}
    </Button>
  ));
}
