export * from './format.ts';
export { Speaks, type Speaking, speechOf } from './react.tsx';
export { type Like, type Parameters, type Translate, translator } from './translate.ts';
