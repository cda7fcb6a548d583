import { Type } from 'typebox'
import { ControlsSchema } from './document-automations.ts'
import { WidgetOfChannel } from './document-widget.ts'
import {
  bySlug,
  closed,
  Duration,
  FieldName,
  KindWord,
  Label,
  Language,
  Markdown,
  PriorityWord,
  Slug,
} from './document-parts.ts'

const Labelled = Type.Object({ label: Label, notes: Type.Optional(Markdown) }, closed)

const Channel = Type.Object(
  {
    label: Label,
    kind: Type.Optional(KindWord),
    automation: Type.Optional(ControlsSchema),
    /** A calendar: when chats of it are open, beside the hours of their queue. */
    hours: Type.Optional(Slug),
    /** How long the customer of a chat may show no sign of life before it is closed. */
    absence: Type.Optional(Duration),
    widget: Type.Optional(WidgetOfChannel),
  },
  closed,
)

const ServiceLine = Type.Object(
  {
    label: Label,
    lifecycle: Type.Optional(Slug),
    category: Type.Optional(Slug),
    type: Type.Optional(Slug),
    queue: Type.Optional(Slug),
  },
  closed,
)

const Field = Type.Object(
  {
    label: Label,
    type: Type.Enum(['text', 'number', 'boolean', 'date', 'choice']),
    choices: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    required: Type.Optional(Type.Boolean()),
    /** Statuses that no ticket of this type enters without it. */
    requiredFor: Type.Optional(Type.Array(Slug, { minItems: 1 })),
  },
  closed,
)

const TicketType = Type.Object(
  {
    label: Label,
    priority: PriorityWord,
    lifecycle: Type.Optional(Slug),
    fields: Type.Optional(Type.Record(FieldName, Field, closed)),
  },
  closed,
)

/** What is to be done on a ticket; the types get it from the start. */
const Checklist = Type.Object(
  {
    label: Label,
    types: Type.Optional(Type.Array(Slug, { minItems: 1 })),
    items: Type.Array(Label, { minItems: 1, maxItems: 100 }),
  },
  closed,
)

const Category = Type.Object(
  {
    label: Label,
    parent: Type.Optional(Slug),
    type: Type.Optional(Slug),
    team: Type.Optional(Slug),
    queue: Type.Optional(Slug),
  },
  closed,
)

const Service = Type.Object(
  {
    label: Label,
    kind: Type.Enum(['game_provider', 'payment_system', 'api', 'infrastructure', 'user_system']),
    queue: Type.Optional(Slug),
    partner: Type.Optional(Slug),
  },
  closed,
)

const ImpactRow = Type.Object({ high: PriorityWord, normal: PriorityWord, low: PriorityWord }, closed)

/** What a ticket is given when the caller does not say, and the rules about tickets as such. */
const Tickets = Type.Object(
  {
    serviceLine: Slug,
    language: Language,
    priority: PriorityWord,
    reopenWindow: Type.Optional(Duration),
    /** How long after it was closed a ticket's callbackUrl is still told of it. */
    callbackWindow: Type.Optional(Duration),
    idempotencyKey: Type.Optional(Type.Enum(['optional', 'required'])),
    /** Priority by impact, then urgency; used when a request brings both. */
    matrix: Type.Optional(Type.Object({ high: ImpactRow, normal: ImpactRow, low: ImpactRow }, closed)),
  },
  closed,
)

/** The words of the workspace: what a request may name. */
export const catalogue = {
  tickets: Tickets,
  languages: Type.Array(Language, { minItems: 1 }),
  skills: Type.Optional(bySlug(Labelled)),
  channels: bySlug(Channel),
  serviceLines: bySlug(ServiceLine),
  types: bySlug(TicketType),
  checklists: Type.Optional(bySlug(Checklist)),
  categories: bySlug(Category),
  services: Type.Optional(bySlug(Service)),
  teams: Type.Optional(bySlug(Labelled)),
}
