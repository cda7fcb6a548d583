import {
  closeSupport,
  getSupport,
  getSupportAgent,
  openSupport,
  removeSupportAgent,
  setSupportAgent,
  updateSupport,
} from '../../modules/order-support/index.ts'
import { answer } from '../answer.ts'
import { becknProblem } from '../beckn-problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { BecknAgentSchema, exampleBecknAgent, exampleSupport, supportParams, SupportSchema } from './support-schemas.ts'

const session = {
  tag: 'order support',
  url: '/support/:orderId',
  params: supportParams,
  shapeProblem: becknProblem,
} as const
const ofAgent = { ...session, url: '/support/:orderId/agent' } as const
const params = { orderId: 'ORD-500123' }
const served = { ...exampleSupport, agent: exampleBecknAgent }

/** The support sessions of orders (Beckn's bodies, snake_case). */
export function supportRoutes({ publicUrl }: { publicUrl: string }): Route[] {
  return [...sessionRoutes(publicUrl), ...agentRoutesOf(publicUrl)]
}

const sessionRoutes = (publicUrl: string): Route[] => [
  defineRoute({
    ...session,
    method: 'GET',
    operationId: 'getSupport',
    summary: 'Fetch a support session',
    description: '404 with `30010` for an order nobody registered, with `50004` where no session is open.',
    permission: 'chat:read',
    answers: { 200: SupportSchema },
    example: { params, answer: served },
    handle: ({ context, params: { orderId } }) => getSupport(context, { orderId, publicUrl }),
  }),
  defineRoute({
    ...session,
    method: 'POST',
    operationId: 'openSupport',
    summary: 'Generate a support request for an order',
    description:
      'Makes a ticket with its chat and task, routed like any other. `agent` with an `id` is asked first for two ' +
      'minutes; without, it is a search that the task goes by, and 409 `40006` when nobody fits. `callback_phone` makes ' +
      'it a call back. 409 `40001` while one is open.',
    permission: 'chat:write',
    load: 'create',
    body: SupportSchema,
    answers: { 201: SupportSchema },
    example: {
      params,
      body: { descriptor: exampleSupport.descriptor },
      status: 201,
      answer: exampleSupport,
    },
    async handle({ context, params: { orderId }, body }) {
      const opened = await openSupport(context, { orderId, publicUrl, body })
      return answer(201, opened, { location: `/support/${encodeURIComponent(opened.order_id ?? orderId)}` })
    },
  }),
  defineRoute({
    ...session,
    method: 'PUT',
    operationId: 'updateSupport',
    summary: 'Update a chat session',
    description:
      'Changes what is named and leaves the rest. An `agent` is assigned, as by `PUT /support/{orderId}/agent`; a ' +
      '`callback_phone` lets a waiting chat go on as a call back.',
    permission: 'chat:write',
    body: SupportSchema,
    answers: { 200: SupportSchema },
    example: { params, body: { descriptor: { name: 'Wrong item' } }, answer: exampleSupport },
    handle: ({ context, params: { orderId }, body }) => updateSupport(context, { orderId, publicUrl, body }),
  }),
  defineRoute({
    ...session,
    method: 'DELETE',
    operationId: 'closeSupport',
    summary: 'Close a chat session',
    description:
      'Answers the last state. Whoever has it in hand settles the ticket; where nobody has, the ticket is closed. Then ' +
      'there is none: 404 `50004`. A new POST opens the next.',
    permission: 'chat:write',
    answers: { 200: SupportSchema },
    example: { params, answer: served },
    handle: ({ context, params: { orderId } }) => closeSupport(context, { orderId, publicUrl }),
  }),
]

const agentRoutesOf = (publicUrl: string): Route[] => [
  defineRoute({
    ...ofAgent,
    method: 'GET',
    operationId: 'getSupportAgent',
    summary: 'Fetch the agent to a support session',
    description: '404 with `40006` while nobody serves it.',
    permission: 'chat:read',
    answers: { 200: BecknAgentSchema },
    example: { params, answer: exampleBecknAgent },
    handle: ({ context, params: { orderId } }) => getSupportAgent(context, { orderId, publicUrl }),
  }),
  defineRoute({
    ...ofAgent,
    method: 'PUT',
    operationId: 'setSupportAgent',
    summary: 'Update agent for a support request',
    description:
      'Of the body, which is a Support, `agent` is required; other members are applied as by `PUT /support/{orderId}`. An ' +
      '`id` is assigned at once, whatever its room; without, the best of those who fit, are there and have room, and 409 ' +
      '`40006` when there is none.',
    permission: 'ticket:assign',
    body: SupportSchema,
    answers: { 200: SupportSchema },
    example: { params, body: { agent: { id: exampleBecknAgent.id } }, answer: served },
    handle: ({ context, params: { orderId }, body }) => setSupportAgent(context, { orderId, publicUrl, body }),
  }),
  defineRoute({
    ...ofAgent,
    method: 'DELETE',
    operationId: 'removeSupportAgent',
    summary: 'Remove an agent from a support request',
    description: 'The session stays open and waits again at its rank. 404 with `40006` when nobody serves it.',
    permission: 'ticket:assign',
    answers: { 200: SupportSchema },
    example: { params, answer: exampleSupport },
    handle: ({ context, params: { orderId } }) => removeSupportAgent(context, { orderId, publicUrl }),
  }),
]
