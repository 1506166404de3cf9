export { type Api, connect, dataOf, type Options } from './client.ts';
export type { components, operations, paths } from './generated/schema.ts';
export { ApiProblem, type FieldProblem, type KnownCode, offline, problemOf } from './problem.ts';
export { type Audience, type Profile, Session, type Tokens } from './session.ts';
import type { components } from './generated/schema.ts';

export type Schemas = components['schemas'];
