import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { RefusalError } from '../../worker/database.ts';
import { toApiError } from '../../worker/http/errors.ts';
import { refusals } from '../../worker/sql/refusals.ts';

describe('a refusal', () => {
  it('of a trigger is one that replies or verbs know', async () => {
    const { results } = await env.DB.prepare(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    ).all<{
      name: string;
      sql: string;
    }>();
    const raised = results.flatMap(({ name, sql }) =>
      [...sql.matchAll(/RAISE\s*\(\s*ABORT\s*,\s*'((?:[^']|'')*)'/g)].map(([, text = '']) => ({
        name,
        text,
      })),
    );
    expect(raised.length).toBeGreaterThan(0);
    for (const { name, text } of raised) {
      const reason = JSON.parse(text.replaceAll("''", "'"));
      expect(Object.keys(refusals), name).toContain(reason.key);
      if (reason.key !== 'invalid_payload') continue;
      const { path, details: message } = reason;
      expect(toApiError(new RefusalError(reason)), name).toMatchObject({
        key: 'invalid_payload',
        extras: { errors: [{ path, message }] },
      });
    }
  });
});
