import type { components } from './generated/schema.ts';

export type Audience = 'shop' | 'vendor' | 'admin';
export type Tokens = components['schemas']['Tokens'];
export type Profile = components['schemas']['Profile'];

interface Kept {
  refresh: string;
  user: Profile;
}

type Refresh = (token: string, device: string) => Promise<Tokens | null>;

const EARLY_MS = 30_000;

/** Who somebody is, for one audience: the access token lives in memory, what renews it in the browser's storage, so
 * that all tabs are one session. Tabs take turns in renewing, because a renewal may be used once. */
export class Session {
  private readonly key: string;
  private access = '';
  private until = 0;
  private readonly heard = new Set<() => void>();

  constructor(
    audience: Audience,
    private readonly refresh: Refresh,
    private readonly store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = localStorage,
  ) {
    this.key = `bdc.session.${audience}`;
  }

  get user(): Profile | null {
    return this.kept()?.user ?? null;
  }

  get device(): string {
    return this.store.getItem('bdc.device') ?? '';
  }

  /** Something changed: somebody came or went. Gives what ends the listening. */
  listen(hear: () => void): () => void {
    this.heard.add(hear);
    return () => this.heard.delete(hear);
  }

  /** By this the server knows the device again, whoever signs in. */
  keepDevice(token: string): void {
    if (token) this.store.setItem('bdc.device', token);
  }

  begin(tokens: Tokens): void {
    this.access = tokens.access_token;
    this.until = Date.now() + tokens.expires_in * 1000;
    const kept: Kept = { refresh: tokens.refresh_token, user: tokens.user };
    this.store.setItem(this.key, JSON.stringify(kept));
    this.keepDevice(tokens.device_token);
    this.tell();
  }

  end(): void {
    this.access = '';
    this.store.removeItem(this.key);
    this.tell();
  }

  /** A token that is good for the next seconds; empty for nobody. */
  async token(): Promise<string> {
    if (!this.kept()) return '';
    if (this.access && Date.now() < this.until - EARLY_MS) return this.access;
    return this.alone(() => this.renewed());
  }

  /** The server did not take this one. */
  spoil(token: string): void {
    if (token === this.access) this.until = 0;
  }

  refreshToken(): string {
    return this.kept()?.refresh ?? '';
  }

  private async renewed(): Promise<string> {
    const kept = this.kept();
    if (!kept) return '';
    if (this.access && Date.now() < this.until - EARLY_MS) return this.access;
    const tokens = await this.refresh(kept.refresh, this.device);
    if (tokens) this.begin(tokens);
    else this.end();
    return this.access;
  }

  private async alone(work: () => Promise<string>): Promise<string> {
    const locks = typeof navigator === 'undefined' ? undefined : (navigator as Partial<Navigator>).locks;
    return locks ? locks.request(this.key, work) : work();
  }

  private kept(): Kept | null {
    const found = this.store.getItem(this.key);
    return found ? (JSON.parse(found) as Kept) : null;
  }

  private tell(): void {
    for (const hear of this.heard) hear();
  }
}
