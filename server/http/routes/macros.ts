import { Type } from 'typebox'
import { applyMacro, listMacros } from '../../modules/automations/index.ts'
import { presentMessage, viewTicket } from '../../modules/tickets/index.ts'
import { AppError } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, nullable, oneOf } from '../schemas.ts'
import { attachments } from './file-schemas.ts'
import { exampleTicket, exampleTicketView } from './ticket-example.ts'
import { MessageSchema, TicketView } from './ticket-schemas.ts'

/** Texts to say with things to do, and applying one to a ticket. */
export function macroRoutes(): Route[] {
  return [listRoute, applyRoute]
}

const MacroSchema = component('Macro', {
  key: Type.String(),
  name: Type.String(),
  visibility: oneOf(['public', 'internal']),
  body: Type.Record(Type.String(), Type.String(), { description: 'Templates by language.' }),
  when: nullable(Type.String({ description: 'CEL: the tickets it is meant for; null = all.' })),
  queues: Type.Array(Type.String()),
  does: Type.Array(Type.String()),
  fits: nullable(Type.Boolean({ description: 'Whether it is meant for `ticket`; null when none was named.' })),
})

const exampleMacro = {
  key: 'ask-transaction',
  name: 'Ask for the transaction',
  visibility: 'public' as const,
  body: { en: 'Could you send us the transaction id and the time of the payment?' },
  when: 'ticket.category in ["payment_processing", ""]',
  queues: [],
  does: ['status waiting_customer'],
  fits: true,
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/macros',
  operationId: 'listMacros',
  summary: 'List the macros you may use',
  description: 'In the order of the workflow; with `ticket`, those meant for that ticket come first.',
  tag: 'automations',
  permission: 'workflow:read',
  query: Type.Object({
    ticket: Type.Optional(id('ticket')),
    queue: Type.Optional(Type.String({ maxLength: 60 })),
    language: Type.Optional(Type.String({ maxLength: 35 })),
    q: Type.Optional(Type.String({ maxLength: 100, description: 'Part of the name or the key.' })),
  }),
  answers: { 200: component('MacroList', { data: Type.Array(MacroSchema) }) },
  example: { query: { ticket: exampleTicket.id }, answer: { data: [exampleMacro] } },
  async handle({ context, query }) {
    const found = await listMacros(context, {
      ticketId: query.ticket ?? null,
      queue: query.queue ?? null,
      language: query.language ?? null,
      text: query.q ?? null,
    })
    if (found === null) throw new AppError('not_found', 'There is no such ticket.')
    const data = found.map(({ macro, fits, does }) => ({
      key: macro.slug,
      name: macro.label,
      visibility: macro.isInternal ? ('internal' as const) : ('public' as const),
      body: { ...macro.body },
      when: macro.when?.whole.source ?? null,
      queues: [...macro.queues],
      does: [...does],
      fits,
    }))
    return { data }
  },
})

const applyRoute = defineRoute({
  method: 'POST',
  url: '/v1/tickets/:id/macros/:key',
  operationId: 'applyMacro',
  summary: 'Apply a macro to a ticket',
  description:
    'Says its text in the ticket’s language and does what comes with it: all of it or nothing, each by your own ' +
    'permission. With `preview` nothing is said or done. `body` is said instead of the macro’s own text.',
  tag: 'automations',
  permission: 'ticket:write',
  params: Type.Object({ id: id('ticket'), key: Type.String({ minLength: 1, maxLength: 60 }) }),
  body: component('MacroUse', {
    preview: Type.Optional(Type.Boolean({ default: false })),
    body: Type.Optional(Type.String({ minLength: 1, maxLength: 20_000 })),
    lastSeenSeq: Type.Optional(
      Type.Integer({ minimum: 0, description: 'The last message you have seen; newer public ones are a conflict.' }),
    ),
    attachments: Type.Optional(attachments('Files you uploaded, said with the text.')),
    expectedVersion: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  answers: {
    200: component('UsedMacro', {
      applied: Type.Boolean(),
      macro: Type.Object({ key: Type.String(), name: Type.String() }),
      text: Type.String(),
      language: Type.String(),
      does: Type.Array(Type.String()),
      message: nullable(MessageSchema),
      ticket: TicketView,
    }),
  },
  example: {
    params: { id: exampleTicket.id, key: 'ask-transaction' },
    body: { preview: true },
    answer: {
      applied: false,
      macro: { key: 'ask-transaction', name: 'Ask for the transaction' },
      text: 'Could you send us the transaction id and the time of the payment?',
      language: 'en',
      does: ['status waiting_customer'],
      message: null,
      ticket: exampleTicketView,
    },
  },
  async handle({ context, params, body }) {
    const isPreview = body.preview ?? false
    const used = await applyMacro(context, {
      ticketId: params.id,
      key: params.key,
      isPreview,
      body: body.body ?? null,
      lastSeenSeq: body.lastSeenSeq ?? null,
      fileIds: body.attachments ?? [],
      expectedVersion: body.expectedVersion ?? null,
    })
    if (used === null) throw new AppError('not_found', 'There is no such ticket, or no such macro.')
    const { macro, text, language, does, message, ticket } = used
    return {
      applied: !isPreview,
      macro: { key: macro.slug, name: macro.label },
      text,
      language,
      does: [...does],
      message: message === null ? null : presentMessage(message),
      ticket: await viewTicket(context, ticket),
    }
  },
})
