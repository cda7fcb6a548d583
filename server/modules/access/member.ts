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
  /** The agent this person is, when they take tasks. */
  readonly agentId: string | null
  readonly createdAt: number
}
