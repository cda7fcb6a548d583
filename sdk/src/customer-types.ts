import type { components } from './schema.gen.d.ts'

/** What is known of customers beside their profile, as the reference describes it. */
type Schemas = components['schemas']

export type CustomerMergePreview = Schemas['CustomerMergePreview']
export type CustomerHistoryItem = Schemas['CustomerHistoryItem']
export type CustomerUpdate = Schemas['CustomerUpdate']
export type ErasureReceipt = Schemas['ErasureReceipt']
export type ExportReceipt = Schemas['ExportReceipt']
export type Order = Schemas['Order']
/** The support session of an order, in Beckn's form. */
export type OrderSupport = Schemas['Support']
