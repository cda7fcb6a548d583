/** Who asks for help. `externalId` is the caller's own key; times in epoch ms. */
export interface Customer {
  readonly id: string
  readonly externalId: string
  /** Every id its callers know it by, `externalId` first; those of customers merged into it are among them. */
  readonly externalIds: readonly string[]
  readonly name: string | null
  readonly language: string | null
  readonly tier: string | null
  readonly timezone: string | null
  readonly attributes: Readonly<Record<string, unknown>>
  readonly contacts: readonly Contact[]
  /** The customer it turned out to be, and since when. */
  readonly mergedInto: { readonly id: string; readonly externalId: string; readonly at: number } | null
  readonly erasedAt: number | null
  readonly version: number
  readonly createdAt: number
  readonly updatedAt: number
}

export const contactKinds = ['email', 'phone'] as const

export interface Contact {
  readonly kind: (typeof contactKinds)[number]
  readonly value: string
  readonly verifiedAt: number | null
}

/** What a caller may tell of a customer; null removes, absent leaves. */
export interface CustomerDetails {
  readonly name?: string | null
  readonly email?: string | null
  readonly phone?: string | null
  readonly language?: string | null
  readonly tier?: string | null
  readonly timezone?: string | null
  readonly attributes?: Readonly<Record<string, unknown>>
}

/** The same with what belongs to a profile only: whole lists, which replace those there are. */
export interface CustomerChanges extends CustomerDetails {
  readonly contacts?: readonly Pick<Contact, 'kind' | 'value'>[]
  /** The first one is `externalId` from now on. */
  readonly externalIds?: readonly string[]
}

/** E-mail in lower case, phone as digits with a leading plus: what two spellings of one address have in common. */
export function normaliseContact(kind: Contact['kind'], value: string): string {
  const trimmed = value.trim()
  return kind === 'email' ? trimmed.toLowerCase() : trimmed.replace(/(?!^\+)[^\d]/g, '')
}
