import { Type } from 'typebox'
import { closed, Label, Language, Markdown, PriorityWord, Slug, Worded } from './document-parts.ts'

/** Who answers what: a name, and at least one way to reach them. */
const Contact = Type.Object(
  {
    name: Worded(Label),
    email: Type.Optional(Type.String({ maxLength: 254 })),
    phone: Type.Optional(Label),
    /** When they answer: `within a working day`. */
    note: Type.Optional(Worded(Label)),
  },
  closed,
)

/** The request that the page shows and plays; what it leaves out is the workflow's own standard. */
const ShownRequest = Type.Object(
  {
    serviceLine: Type.Optional(Slug),
    channel: Type.Optional(Slug),
    priority: Type.Optional(PriorityWord),
    language: Type.Optional(Language),
    issueSummary: Label,
  },
  closed,
)

/** The public page of the workspace: nothing of it is shown to strangers that is not named here. */
export const PlatformPage = Type.Object(
  {
    title: Worded(Label),
    summary: Type.Optional(Worded(Markdown)),
    /** Queues that may be named. */
    queues: Type.Optional(Type.Array(Slug, { maxItems: 8 })),
    /** Whether their work and the promises kept may be counted in public. */
    figures: Type.Optional(Type.Boolean()),
    request: Type.Optional(ShownRequest),
    /** The reason whose checks stand for all cases. */
    caseReason: Type.Optional(Slug),
    /** Ids of the automations that may be told of. */
    automations: Type.Optional(Type.Array(Slug, { maxItems: 8 })),
    checkpoints: Type.Optional(Type.Boolean()),
    /** Notes on how the desk works. */
    sections: Type.Optional(
      Type.Array(Type.Object({ title: Worded(Label), body: Worded(Markdown) }, closed), { maxItems: 12 }),
    ),
    contacts: Type.Optional(Type.Array(Contact, { maxItems: 6 })),
    /** How access is asked for: by a form whose requests are reviewed here, unless it is by mail to the first contact. */
    accessRequests: Type.Optional(Type.Enum(['form', 'mail'])),
  },
  closed,
)
