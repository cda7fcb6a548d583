import type { Static } from 'typebox'
import { Type } from 'typebox'
import { ArticleSchema } from './document-articles.ts'
import { automationParts } from './document-automations.ts'
import { catalogue } from './document-catalogue.ts'
import { deskParts } from './document-desk.ts'
import { bySlug, closed, Label, Markdown } from './document-parts.ts'
import { RoutingSchema } from './document-routing.ts'
import { TestSchema } from './document-tests.ts'
import { timeParts } from './document-time.ts'

/** The whole operational configuration of a workspace as one document (domain.md "Words"). */
export const WorkflowSchema = Type.Object(
  {
    name: Label,
    notes: Type.Optional(Markdown),
    /** IANA zone in which rules read `time` and tests give moments. */
    zone: Type.String({ minLength: 1 }),
    ...catalogue,
    ...timeParts,
    routing: RoutingSchema,
    ...deskParts,
    ...automationParts,
    articles: Type.Optional(bySlug(ArticleSchema)),
    tests: Type.Optional(Type.Array(TestSchema)),
  },
  closed,
)

/** A document that has the right shape; references and expressions are the linter's. */
export type WorkflowDocument = Static<typeof WorkflowSchema>
