import { type ApiProblem, type KnownCode } from '@bdcommerce/api-client';
import { speechOf } from '@bdcommerce/i18n';
import type { common } from '@bdcommerce/i18n/texts/common.en.ts';
import type { errors } from '@bdcommerce/i18n/texts/errors.en.ts';

export type CommonTexts = typeof common & typeof errors;

/** Words that every application has. */
export const useSpeech = speechOf<CommonTexts>();

type Known = keyof CommonTexts['problem'];

const kindOf = (status: number): keyof CommonTexts['kind'] => {
  if (status === 404 || status === 410) return 'missing';
  if (status === 409 || status === 412) return 'conflict';
  return status >= 500 ? 'trouble' : 'refused';
};

const isProblem = (error: unknown): error is ApiProblem => error instanceof Error && error.name === 'ApiProblem';

/** Says in the language of the reader what went wrong. */
export const useProblemText = (): ((error: unknown) => string) => {
  const { t } = useSpeech();
  return (error) => {
    if (!isProblem(error)) return t('kind.trouble');
    const code: KnownCode = error.code;
    const key = `problem.${code as Known}` as const;
    const text = t(key);
    return text === key ? t(`kind.${kindOf(error.status)}`) : text;
  };
};
