/** Who asks for help. `externalId` is the caller's own key; times in epoch ms. */
export interface Customer {
  readonly id: string
  readonly externalId: string
  readonly name: string | null
  readonly language: string | null
  readonly tier: string | null
  readonly timezone: string | null
  readonly attributes: Readonly<Record<string, unknown>>
  readonly contacts: readonly Contact[]
  readonly version: number
  readonly createdAt: number
  readonly updatedAt: number
}

export interface Contact {
  readonly kind: 'email' | 'phone'
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

/** E-mail in lower case, phone as digits with a leading plus: what two spellings of one address have in common. */
export function normaliseContact(kind: Contact['kind'], value: string): string {
  const trimmed = value.trim()
  return kind === 'email' ? trimmed.toLowerCase() : trimmed.replace(/(?!^\+)[^\d]/g, '')
}
