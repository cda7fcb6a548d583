import type { Static } from 'typebox'
import { Type } from 'typebox'
import { closed, Label, Language, Markdown, Slug } from '../workflow/document-parts.ts'

const Names = Type.Record(Language, Label, closed)

/** Ids are the market's own: any short text, kept as written. */
const Id = Type.String({
  minLength: 1,
  maxLength: 60,
  title: 'a quoted text of 1 to 60 characters',
  problem: 'wrong_type',
})

const TypeWord = Type.Enum(['STORE', 'GENERAL'])

const Subcategory = Type.Object(
  {
    id: Id,
    name: Names,
    /** Off: stays with own queues, no partner hears of it. */
    submitToExternalPartners: Type.Optional(Type.Boolean()),
    knowledgeForceIssueId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 60,
        title: 'a quoted text such as "0201": leading zeros are kept',
        problem: 'wrong_type',
      }),
    ),
    /** The guest may choose a recent order. */
    allowRecentOrder: Type.Optional(Type.Boolean()),
  },
  closed,
)

const Group = Type.Object({ id: Id, name: Names, ticketType: TypeWord, subcategories: Type.Array(Id) }, closed)

const Given = Type.Object(
  {
    category: Id,
    subcategory: Id,
    /** Minutes between the order and the submission; absent = no order. */
    orderAgeMinutes: Type.Optional(Type.Number()),
  },
  closed,
)

const Expect = Type.Object(
  {
    type: Type.Optional(TypeWord),
    reason: Type.Optional(Type.Enum(['no_order', 'late', 'none'])),
    forwarded: Type.Optional(Type.Boolean()),
    issueId: Type.Optional(Id),
  },
  closed,
)

/** A brand's support categories in one market (domain.md "Partner hand-off"). */
export const MarketSchema = Type.Object(
  {
    slug: Slug,
    brand: Id,
    regions: Type.Array(
      Type.String({ pattern: '^[A-Z]{2}$', title: 'a country code such as ES', problem: 'unknown_value' }),
      { minItems: 1 },
    ),
    /** The first is shown where a name is not translated. */
    locales: Type.Array(Language, { minItems: 1 }),
    notes: Type.Optional(Markdown),
    /** What its requests are to the workflow; without a channel the workflow's `partner`, else its first. */
    ticket: Type.Optional(
      Type.Object(
        {
          channel: Type.Optional(Slug),
          serviceLine: Type.Optional(Slug),
          type: Type.Optional(Slug),
          category: Type.Optional(Slug),
        },
        closed,
      ),
    ),
    storeTicketTimeThresholdMinutes: Type.Optional(
      Type.Number({ minimum: 0, title: 'a number of minutes, 0 or more', problem: 'out_of_range' }),
    ),
    /** A STORE ticket that nobody is subscribed for goes to the region's GENERAL subscriber; absent = to own queues. */
    storeTicketWithoutSubscriberIsGeneral: Type.Optional(Type.Boolean()),
    groups: Type.Array(Group, { minItems: 1 }),
    subcategories: Type.Array(Subcategory, { minItems: 1 }),
    tests: Type.Optional(Type.Array(Type.Object({ name: Label, given: Given, expect: Expect }, closed))),
  },
  closed,
)

/** A market document of the right shape. */
export type MarketDocument = Static<typeof MarketSchema>
