import { Type } from 'typebox'
import { readCatalogue, type TicketCatalogue } from '../../modules/tickets/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, nullable, oneOf } from '../schemas.ts'

/** The words that a ticket may name. */
export function catalogueRoutes(): Route[] {
  return [readRoute]
}

const named = { slug: Type.String(), label: Type.String() }
const priorities = ['low', 'normal', 'high', 'critical'] as const
const weights = ['high', 'normal', 'low'] as const
const fieldTypes = ['text', 'number', 'boolean', 'date', 'choice'] as const
const word = (description: string) => nullable(Type.String({ description }))

const Field = Type.Object({
  name: Type.String({ description: 'Its key in `fields` of a ticket.' }),
  label: Type.String(),
  type: oneOf(fieldTypes),
  choices: Type.Array(Type.String(), { description: 'What a `choice` may be; else empty.' }),
  required: Type.Boolean(),
  requiredFor: Type.Array(Type.String(), { description: 'Statuses that no ticket of the type enters without it.' }),
})

const Catalogue = component('TicketCatalogue', {
  types: Type.Array(Type.Object({ ...named, priority: oneOf(priorities), fields: Type.Array(Field) })),
  categories: Type.Array(
    Type.Object({
      ...named,
      parent: word('The category it is part of.'),
      type: word('What such a ticket is where nobody says.'),
    }),
  ),
  services: Type.Array(Type.Object({ ...named, kind: Type.String() }), { description: 'For `affected`.' }),
  serviceLines: Type.Array(Type.Object(named)),
  channels: Type.Array(Type.Object({ ...named, kind: Type.String() })),
  languages: Type.Array(Type.String()),
  matrix: Type.Array(Type.Object({ impact: oneOf(weights), urgency: oneOf(weights), priority: oneOf(priorities) }), {
    description: 'The priority that impact and urgency give; empty where the workflow computes none.',
  }),
  mailReplies: Type.Boolean({ description: 'Whether customers are sent any public reply by mail.' }),
})

const readRoute = defineRoute({
  method: 'GET',
  url: '/v1/catalogue',
  operationId: 'readCatalogue',
  summary: 'Read the words that a ticket may name',
  description: 'Of the published workflow: types with their fields, categories as a tree, services, channels.',
  tag: 'workflow',
  permission: 'ticket:read',
  answers: { 200: Catalogue },
  example: {
    answer: {
      types: [
        {
          slug: 'payment_issue',
          label: 'Payment issue',
          priority: 'high',
          fields: [
            { name: 'amount', label: 'Amount', type: 'number', choices: [], required: false, requiredFor: ['closed'] },
          ],
        },
      ],
      categories: [{ slug: 'payment_processing', label: 'Payments', parent: null, type: 'payment_issue' }],
      services: [{ slug: 'card-payments', label: 'Card payments', kind: 'payment_system' }],
      serviceLines: [{ slug: 'guest-support', label: 'Guest support' }],
      channels: [{ slug: 'email', label: 'E-mail', kind: 'ticket' }],
      languages: ['en', 'es', 'pt'],
      matrix: [{ impact: 'high', urgency: 'high', priority: 'critical' }],
      mailReplies: true,
    },
  },
  async handle({ context }) {
    return presentCatalogue(await readCatalogue(context))
  },
})

type Weight = (typeof weights)[number]

function presentCatalogue(catalogue: TicketCatalogue) {
  const { channels, serviceLines, types, categories, services, languages, matrix, mail } = catalogue
  return {
    types: [...types.values()].map(({ slug, label, priority, fields }) => ({
      slug,
      label,
      priority,
      fields: [...fields].map(([name, field]) => ({
        name,
        label: field.label,
        type: field.type,
        choices: [...field.choices],
        required: field.isRequired,
        requiredFor: [...field.requiredFor],
      })),
    })),
    categories: [...categories.values()].map(({ slug, label, parent, type }) => ({ slug, label, parent, type })),
    services: [...services.values()].map(({ slug, label, kind }) => ({ slug, label, kind })),
    serviceLines: [...serviceLines.values()].map(({ slug, label }) => ({ slug, label })),
    channels: [...channels.values()].map(({ slug, label, kind }) => ({ slug, label, kind })),
    languages: [...languages],
    matrix: [...matrix].map(([cell, priority]) => {
      const [impact, urgency] = cell.split('/') as [Weight, Weight]
      return { impact, urgency, priority }
    }),
    mailReplies: mail.hasReplies,
  }
}
