import { Assignment, AssignmentList } from '../../../shared/validation-rules/assignments.ts';
import { ValidationRule, ValidationRuleList } from '../../../shared/validation-rules/validation-rules.ts';
import { Client } from '../client.ts';
import { RedemptionCalls } from '../redemptions/calls.ts';
import { ValidationCalls } from '../validations/calls.ts';
import { succeed } from '../vouchers/calls.ts';

type Body = Record<string, unknown>;
type Headers = Record<string, string>;

/** The calls of what demands rules, by one admin. */
export async function createDemands() {
  const redemptions = await RedemptionCalls.create('admin');
  return {
    redemptions,
    rules: new ValidationRuleCalls(redemptions.client),
    validations: new ValidationCalls(redemptions.client),
  };
}

/** A rule about a number, of one operator. */
export const rule = (name: string, operator: string, ...values: unknown[]) => ({
  name,
  conditions: { [operator]: values },
});

export const rulePath = (id: string): string => `/v1/validation-rules/${id}`;

/** The calls of validation rules; those that must succeed check the reply's shape. */
export class ValidationRuleCalls {
  readonly client: Client;
  constructor(client: Client) {
    this.client = client;
  }

  static async create(...role: Parameters<typeof Client.create>): Promise<ValidationRuleCalls> {
    return new ValidationRuleCalls(await Client.create(...role));
  }

  post = (body: Body) =>
    succeed(this.client, ValidationRule, 'POST', '/v1/validation-rules', {
      body: { name: 'A rule', ...body },
    });

  put = (id: string, body: Body, headers: Headers = {}) =>
    succeed(this.client, ValidationRule, 'PUT', rulePath(id), { body, headers });

  get = (id: string) => succeed(this.client, ValidationRule, 'GET', rulePath(id));

  list = (query = '') => succeed(this.client, ValidationRuleList, 'GET', `/v1/validation-rules?${query}`);

  assign = (id: string, body: Body, query = '') =>
    succeed(this.client, Assignment, 'POST', `${rulePath(id)}/assignments?${query}`, { body });

  assignments = (query = '') =>
    succeed(this.client, AssignmentList, 'GET', `/v1/validation-rules-assignments?${query}`);

  ofRule = (id: string, query = '') =>
    succeed(this.client, AssignmentList, 'GET', `${rulePath(id)}/assignments?${query}`);

  /** The id of a new validation rule of these rules, numbered from 1. */
  async make(rules: unknown[], fields: Body = {}): Promise<string> {
    const numbered = Object.fromEntries(rules.map((one, index) => [index + 1, one]));
    return (await this.post({ rules: numbered, ...fields })).body.id;
  }
}
