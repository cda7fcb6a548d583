import { Type } from 'typebox'
import { callEnders, callEndReasons, callStates } from '../../modules/calls/index.ts'
import { component, id, instant, nullable, oneOf } from '../schemas.ts'

const address = (whose: string) =>
  Type.String({
    minLength: 1,
    maxLength: 260,
    description: `${whose}: a number in E.164 form such as \`+34600123456\`, or a SIP address.`,
  })

const callRef = { minLength: 1, maxLength: 200, pattern: '^[!-~]*$' }

export const CallCreate = component(
  'CallCreate',
  {
    customerId: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Your own id of the customer, or a `cust_` id. An unknown one is created.',
    }),
    from: address('Who calls'),
    to: address('Who was called'),
    callRef: Type.String({ ...callRef, description: 'Your exchange’s own name for the call; no blanks.' }),
    serviceLine: Type.Optional(Type.String({ maxLength: 100, description: 'A service line of the workflow.' })),
    language: Type.Optional(Type.String({ minLength: 1, maxLength: 35, description: 'BCP 47.' })),
    issueSummary: Type.Optional(Type.String({ maxLength: 2000 })),
    priority: Type.Optional(
      Type.String({ maxLength: 20, description: '`low`, `normal` (or `medium`), `high`, `critical` (or `urgent`).' }),
    ),
    callbackUrl: Type.Optional(Type.String({ maxLength: 2048, description: 'Hears of every step, signed.' })),
    fields: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        maxProperties: 100,
        description: 'Custom fields of the ticket type.',
      }),
    ),
  },
  { description: 'A call that an exchange has on the line.' },
)

export const CallSchema = component('Call', {
  id: id('call'),
  state: oneOf(callStates),
  ticketId: id('ticket'),
  taskId: id('task'),
  queue: Type.String(),
  agentId: nullable(id('agent')),
  callRef: Type.String(),
  from: Type.String(),
  to: Type.String(),
  startedAt: instant(),
  answeredAt: nullable(instant({ description: 'When the first agent took it.' })),
  endedAt: nullable(instant()),
  endedBy: nullable(oneOf(callEnders)),
  endReason: nullable(oneOf(callEndReasons)),
  callback: nullable(
    Type.Object(
      { dial: Type.String(), notBefore: nullable(instant()) },
      { description: 'The caller gave up the line and is to be called back.' },
    ),
  ),
})

/** What an offer or a task shows of its call. */
export const CallBrief = nullable(
  Type.Object(
    {
      id: id('call'),
      callRef: Type.String(),
      from: Type.String(),
      to: Type.String(),
      dial: nullable(Type.String({ description: 'The number to call back; null for a call on the line.' })),
      startedAt: instant(),
    },
    { description: 'The line behind it, for the exchange to bridge.' },
  ),
)

export const exampleCallRequest = {
  customerId: 'demo-customer-1024',
  from: '+34600123456',
  to: '+34910000001',
  callRef: 'pbx-7f3a9c',
  serviceLine: 'game-support',
  language: 'en',
  issueSummary: 'Calls about a deposit that is missing.',
}

export const exampleCall = {
  id: 'call_01jqzv5k3mf8tbn2c4d6e7g9ha',
  state: 'queued' as const,
  ticketId: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
  taskId: 'task_01jqzv5k3mf8tbn2c4d6e7g9ha',
  queue: 'frontline',
  agentId: null,
  callRef: 'pbx-7f3a9c',
  from: '+34600123456',
  to: '+34910000001',
  startedAt: '2026-11-20T09:00:00.000Z',
  answeredAt: null,
  endedAt: null,
  endedBy: null,
  endReason: null,
  callback: null,
}
