import * as z from 'zod';
import { actionTypes } from './action-types.ts';
import { asyncActionRoutes } from './async-actions/routes.ts';
import { customerRemovalRoutes } from './customer-removal/routes.ts';
import { customerRoutes } from './customers/routes.ts';
import { eventRoutes } from './events/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { type Route, route } from './http/route.ts';
import { keyRoutes } from './keys/routes.ts';
import { metadataSchemaRoutes } from './metadata-schemas/routes.ts';
import { getOpenApi } from './openapi.ts';
import { orderRoutes } from './orders/routes.ts';
import { productRoutes } from './products/routes.ts';
import { projectRoutes } from './project/routes.ts';
import { redemptionRoutes } from './redemptions/routes.ts';
import { segmentRoutes } from './segments/routes.ts';
import { skuRoutes } from './skus/routes.ts';
import { validationRuleRoutes } from './validation-rules/routes.ts';
import { validationRoutes } from './validations/routes.ts';
import { voucherRoutes } from './vouchers/routes.ts';

/** Every endpoint of the API. The router, the API document and the battery of tests are made from this list. */
export const routes: readonly Route[] = [
  ...orderRoutes,
  ...customerRoutes,
  ...customerRemovalRoutes,
  ...eventRoutes,
  ...productRoutes,
  ...skuRoutes,
  ...voucherRoutes,
  ...validationRoutes,
  ...redemptionRoutes,
  ...validationRuleRoutes,
  ...metadataSchemaRoutes,
  ...segmentRoutes,
  ...exportRoutes,
  ...asyncActionRoutes(actionTypes),
  ...projectRoutes,
  ...keyRoutes,
  route({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    tag: 'Project',
    scope: null,
    reply: z.record(z.string(), z.unknown()),
    handler: () => getOpenApi(routes),
  }),
];
