import { Type } from 'typebox'
import { controlLevels } from '../automations/controls.ts'
import {
  bySlug,
  closed,
  Duration,
  FieldName,
  KindWord,
  Label,
  Language,
  Moment,
  OneOrMore,
  perMetric,
  PriorityWord,
  Skills,
  Slug,
} from './document-parts.ts'

const Anything = Type.Record(FieldName, Type.Unknown())

const Customer = Type.Object(
  {
    externalId: Type.Optional(Type.String()),
    language: Type.Optional(Language),
    tier: Type.Optional(Type.String()),
    attributes: Type.Optional(Anything),
  },
  closed,
)

const Order = Type.Object(
  {
    id: Type.Optional(Type.String()),
    storeId: Type.Optional(Type.String()),
    region: Type.Optional(Type.String()),
    brand: Type.Optional(Type.String()),
    status: Type.Optional(Type.String()),
    serviceMode: Type.Optional(Type.String()),
    /** How long before the request it was placed. */
    age: Type.Optional(Duration),
  },
  closed,
)

const Agent = Type.Object(
  {
    name: Label,
    kind: Type.Optional(Type.Enum(['person', 'bot', 'partner'])),
    team: Type.Optional(Slug),
    skills: Type.Optional(Skills),
    languages: Type.Optional(Type.Array(Language)),
    queues: Type.Optional(Type.Array(Slug)),
  },
  closed,
)

const Given = Type.Object(
  {
    channel: Type.Optional(Slug),
    serviceLine: Type.Optional(Slug),
    summary: Type.Optional(Type.String()),
    text: Type.Optional(Type.String()),
    language: Type.Optional(Language),
    priority: Type.Optional(PriorityWord),
    impact: Type.Optional(Type.Enum(['high', 'normal', 'low'])),
    urgency: Type.Optional(Type.Enum(['high', 'normal', 'low'])),
    type: Type.Optional(Slug),
    category: Type.Optional(Slug),
    kind: Type.Optional(KindWord),
    affected: Type.Optional(Type.Array(Slug)),
    tags: Type.Optional(Type.Array(Type.String())),
    fields: Type.Optional(Anything),
    customer: Type.Optional(Customer),
    order: Type.Optional(Order),
    /** When it arrives, in the workspace's zone; Tuesday 2026-03-03 10:00 when absent. */
    at: Type.Optional(Moment),
    agents: Type.Optional(Type.Array(Agent)),
    /** Age of the task when `qualify` is asked; relax steps up to it apply. */
    after: Type.Optional(Duration),
  },
  closed,
)

const Expect = Type.Object(
  {
    queue: Type.Optional(Slug),
    priority: Type.Optional(PriorityWord),
    type: Type.Optional(Slug),
    category: Type.Optional(Slug),
    classifiedBy: Type.Optional(Type.Enum(['caller', 'rule', 'default'])),
    serviceLine: Type.Optional(Slug),
    lifecycle: Type.Optional(Slug),
    status: Type.Optional(Slug),
    kind: Type.Optional(KindWord),
    skills: Type.Optional(bySlug(Type.Number())),
    language: Type.Optional(Type.Array(Language)),
    slaPolicy: Type.Optional(Slug),
    tag: Type.Optional(OneOrMore),
    notify: Type.Optional(OneOrMore),
    /** The rules that matched, in order. */
    rules: Type.Optional(Type.Array(Slug)),
    due: Type.Optional(perMetric(Moment)),
    /** What the rules propose where people classify. */
    proposedCategory: Type.Optional(Slug),
    /** The automations that act when it arrives, in order. */
    automations: Type.Optional(Type.Array(Slug)),
    firstResponse: Type.Optional(Type.Enum([...controlLevels.firstResponse])),
    /** The playbooks that fit it. */
    playbooks: Type.Optional(Type.Array(Slug)),
    /** What a customer who writes this in a chat is given to read, in order. */
    articles: Type.Optional(Type.Array(Slug)),
    /** Names of the given agents who may be offered it. */
    qualify: Type.Optional(Type.Array(Label)),
  },
  closed,
)

/** A test inside the document: a request and what must become of it. */
export const TestSchema = Type.Object({ name: Label, given: Given, expect: Expect }, closed)
