/** A user in one workspace. */
export interface Member {
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly email: string
  /** A built-in role. */
  readonly role: string
  /** The agent this person is, when they take tasks. */
  readonly agentId: string | null
  readonly createdAt: number
}
