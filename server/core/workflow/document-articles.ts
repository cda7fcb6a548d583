import { Type } from 'typebox'
import { Cel, closed, Label, Language, Markdown, Slug } from './document-parts.ts'

/** What customers may read before they ask: a text of its own, or that of a macro. */
export const ArticleSchema = Type.Object(
  {
    title: Type.Record(Language, Label, closed),
    body: Type.Optional(Type.Record(Language, Markdown, closed)),
    /** The macro whose text it shows, so that it is written once. */
    macro: Type.Optional(Slug),
    /** Words and phrases that customers use for it, in any language. */
    keywords: Type.Optional(Type.Array(Label, { minItems: 1, maxItems: 50 })),
    serviceLines: Type.Optional(Type.Array(Slug, { minItems: 1 })),
    when: Type.Optional(Cel),
  },
  closed,
)
