/** A user in one workspace. */
export interface Member {
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly email: string
  /** A built-in role. */
  readonly role: string
  /** The partner this person acts for; only with the role `partner`. */
  readonly partner: { readonly id: string; readonly slug: string; readonly name: string } | null
  /** The markets this person edits; only with the role `market-editor`, null = all. */
  readonly markets: readonly string[] | null
  /** Whose stores this person arranges; only with the role `franchisee`. */
  readonly franchisees: readonly string[] | null
  /** The agent this person is, when they take tasks. */
  readonly agentId: string | null
  readonly createdAt: number
}
