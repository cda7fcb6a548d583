export const followReasons = ['self', 'added', 'mentioned', 'merged'] as const
export type FollowReason = (typeof followReasons)[number]

/** An agent who wants to know what happens on a ticket. */
export interface Follower {
  readonly agentId: string
  readonly name: string
  readonly reason: FollowReason
  readonly since: number
}
