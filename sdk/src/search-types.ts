import type { StatusCategory } from './types.ts'

/** A search under a name. */
export interface View {
  id: string
  /** Of a view of the product, which screens name in their own language until it has a name of its own. */
  slug: string | null
  name: string
  hasOwnName: boolean
  icon: string
  q: string
  sort: 'due' | 'newest' | 'relevance'
  columns: string[]
  groupBy: string | null
  sharedWith: 'nobody' | 'teams' | 'workspace'
  teams: string[]
  isOwn: boolean
  canEdit: boolean
  version: number
  createdAt: string
  updatedAt: string
}
export interface ViewCount {
  id: string
  slug: string | null
  count: number
  /** There are more than were counted. */
  isCapped: boolean
}
/** Where a ticket holds what was looked for. */
export interface Highlight {
  field: 'issueSummary' | 'message'
  parts: { text: string; isMatch: boolean }[]
}
/** Words that hardly any ticket has, and those spelt nearly alike that were looked for as well. */
export interface SearchNote {
  corrections: { written: string; words: string[] }[]
}
/** What a search over everything found, the best first. */
export interface FoundEverywhere {
  tickets: {
    id: string
    number: number
    issueSummary: string
    status: string
    statusCategory: StatusCategory
    queue: string
    customer: { id: string; name: string | null }
    createdAt: string
    highlight: Highlight | null
  }[]
  others: { kind: 'customer' | 'order' | 'case'; id: string; title: string; detail: string }[]
  search?: SearchNote
}
/** A field of the search grammar, with the words it takes in this workspace. */
export interface SearchField {
  name: string
  operators: string[]
  example: string
  values: string[]
}
