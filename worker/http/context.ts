import type { Role, Scope } from '../../shared/keys/roles.ts';
import type { Database } from '../database.ts';
import type { Environment } from '../environment.ts';

/** The key pair that a request came with. */
export interface Caller {
  keyId: string;
  appId: string;
  name: string;
  role: Role;
  scopes: readonly Scope[];
}

/** What every handler gets: the request, its parsed parts, who asks, and the database session. */
export interface Context<Query = unknown, Body = unknown> {
  request: Request;
  requestId: string;
  /** What the path names, however it was spelled. */
  target: string;
  /** Path parameters, decoded. */
  params: Record<string, string>;
  query: Query;
  body: Body;
  caller: Caller;
  database: Database;
  environment: Environment;
}
