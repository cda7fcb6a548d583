/** A place of a brand, by the brand's own number for it: text, leading zeros kept. */
export interface Store {
  readonly storeId: string
  readonly name: string
  readonly brand: string
  readonly region: string
  readonly franchisee: string | null
  /** IANA. */
  readonly timezone: string
  readonly version: number
}
