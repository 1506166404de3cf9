import type { components, ProblemCode } from './generated/schema.ts';

export type FieldProblem = components['schemas']['FieldProblem'];
export type KnownCode = ProblemCode | 'offline';

/** A refusal of the server as it tells it (RFC 9457), or that there was no server to ask. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly code: KnownCode,
    readonly status: number,
    readonly detail = '',
    readonly fields: readonly FieldProblem[] = [],
    readonly data: Readonly<Record<string, unknown>> = {},
    readonly traceId = '',
  ) {
    super(`${code}: ${detail}`);
  }

  /** Whether the same may be asked again as it is. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export const offline = (): ApiProblem => new ApiProblem('offline', 0);

/** What a reply that is not a good one says. */
export const problemOf = (status: number, body: unknown): ApiProblem => {
  const said = (typeof body === 'object' && body ? body : {}) as Partial<components['schemas']['Problem']>;
  return new ApiProblem(
    (said.code as KnownCode | undefined) ?? 'unavailable',
    status,
    said.detail ?? '',
    said.errors ?? [],
    said.data ?? {},
    said.trace_id ?? '',
  );
};
