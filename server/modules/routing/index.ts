export { answerEnded, declineOffer } from './decline-offer.ts'
export { declineCooldownMs } from './engine-config.ts'
export { type EndedOffer, endOffers, type OfferEnding } from './end-offers.ts'
export {
  endPendingOffers,
  findOffer,
  findPendingOffersOfTask,
  insertOffers,
  isHeld,
  type NewOffer,
  releaseAcceptedOffer,
} from './offer-store.ts'
export type { Offer, OfferState, Task, TaskState } from './task.ts'
export { type OfferNews, tellEndpoints } from './tell-endpoints.ts'
export { insertTasks, type NewTaskRow } from './task-rows-store.ts'
export { stateInQueue } from './state-in-queue.ts'
export { findTask, findTasks, insertTask, lockOpenTask, saveTask, type TaskPatch } from './task-store.ts'
export { openQueues } from './engine-config.ts'
export { fitsQueue, requirementsAt } from './fit-now.ts'
export { findMemberships, type Membership } from './memberships.ts'
export { listRoster } from './list-roster.ts'
export type { ShownTask } from './task-view.ts'
export { renameInTasks } from './rename-in-tasks.ts'
export { findRenamedTasks } from './task-renames-store.ts'
export { releaseShard, renewShard, takeShard } from './shard-lease.ts'
export { createShardRouter, type ShardRouter } from './shard-router.ts'
export { ShardLost } from './shard-store.ts'
export { findFreeShards } from './shard-view.ts'
export { checkInvariants } from './check-invariants.ts'
export type { BrokenInvariant } from './invariants-view.ts'
export { requireOfferToAnswer } from './offer-to-answer.ts'
export type { ShownOffer } from './offer-view.ts'
export { presentOffer } from './present-offer.ts'
export { presentDecision, presentTask } from './present-task.ts'
export { getOffer, listOffers } from './read-offers.ts'
export { getDecision, getTask, listDecisions, listTasksOfQueue, readMovedTask } from './read-tasks.ts'
export { explainWhyNot } from './why-not.ts'
