import { ValidationRule } from '../../../shared/validation-rules/validation-rules.ts';
import { Voucher } from '../../../shared/vouchers/vouchers.ts';
import { apiPaths } from '../../api-paths.ts';
import { text } from '../../text.ts';
import { Failed, Loading } from '../controls/feedback.tsx';
import { useQuery } from '../session/query.ts';
import { api, connection, currency } from '../session/session.ts';
import { ruleWords } from './rule-words.ts';

const useRules = (code: string) =>
  useQuery<ValidationRule[]>({
    queryKey: ['voucher-rules', connection.value?.url, code],
    queryFn: async ({ signal }) => {
      const path = apiPaths.voucher(code);
      const { data: voucher } = await api({ path, reply: Voucher, signal });
      const ids = voucher.validation_rules_assignments.data.map(({ rule_id }) => rule_id);
      const replies = await Promise.all(
        ids.map((id) => api({ path: apiPaths.validationRule(id), reply: ValidationRule, signal })),
      );
      return replies.map(({ data }) => data);
    },
  });

/** What a voucher demands, to be read only: whoever may change it does so by the API. */
export function CodeRules({ code }: { code: string }) {
  const { data, error, isPending, refetch } = useRules(code);
  if (isPending) return <Loading rows={1} />;
  if (!data) return <Failed error={error} retry={() => refetch()} />;
  if (data.length === 0) return <p class="small">{text('no_rules')}</p>;
  return (
    <ul class="stack small">
      {data.map(({ id, name, rules }) => (
        <li key={id}>
          <strong>{name}</strong>
          {ruleWords(rules, currency.value).map((line) => (
            <div key={line}>{line}</div>
          ))}
        </li>
      ))}
    </ul>
  );
}
