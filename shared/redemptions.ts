import * as z from 'zod';

export const RedemptionResult = z.enum(['SUCCESS', 'FAILURE']);
export type RedemptionResult = z.infer<typeof RedemptionResult>;
