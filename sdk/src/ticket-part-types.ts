import type { components } from './schema.gen.d.ts'

/** What stands beside a ticket, and changes of many, as the reference describes them. */
type Schemas = components['schemas']

export type Bulk = Schemas['Bulk']
export type BulkChange = Schemas['BulkChange']
export type BulkAction = Schemas['BulkAction']
export type BulkPreview = Schemas['BulkPreview']
export type BulkTicket = Schemas['BulkTicket']
export type Checklist = Schemas['Checklist']
export type Draft = Schemas['Draft']
export type Follower = Schemas['Follower']
export type Mention = Schemas['Mention']
export type StatusWords = Schemas['StatusWords']
export type TicketRating = Schemas['TicketRatingRead']
export type TicketLink = Schemas['TicketLink']
export type TicketCatalogue = Schemas['TicketCatalogue']
