export * from './basics.tsx';
export * from './forms.tsx';
export * from './icons.tsx';
export { Picture, type PictureSource } from './picture.tsx';
export { type CommonTexts, useProblemText } from './speech.ts';
export { Toasts, useToast } from './toast.tsx';
