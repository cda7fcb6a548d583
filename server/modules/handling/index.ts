export { abandonChange, closingPastGuards } from './abandon-change.ts'
export { acceptOffer } from './accept-offer.ts'
export { addMessage, refuseOtherText, type AddedMessage, type NewMessageInput } from './add-message.ts'
export { hastenUnpromised } from './attach-late.ts'
export { assigningChange, assignTicket, assignToFirstFree, unassigningChange, unassignTicket } from './assign-ticket.ts'
export { cancelTask } from './cancel-task.ts'
export { completeTask } from './complete-task.ts'
export { consultAgent, endConsult, endUnheardConsult } from './consult-agent.ts'
export { consultRoles } from './consult-view.ts'
export { endMonitor, monitorTask } from './monitor-task.ts'
export { listConsults, presentConsult } from './read-consults.ts'
export { endWrapup } from './end-wrapup.ts'
export { fireSnoozeTimer } from './fire-snooze-timer.ts'
export { putAsideChange, refuseSnoozeTime, takeUpChange } from './snooze-change.ts'
export { snoozeTicket, wakeTicket } from './snooze-ticket.ts'
export { fireStayTimer } from './fire-stay-timer.ts'
export { followStages, goOnAfterCase } from './begin-stay.ts'
export { fireWrapupTimer } from './fire-wrapup-timer.ts'
export { overrideDue, undoOverride } from './override-due.ts'
export { parkTask, unparkTask } from './park-task.ts'
export { pullTask } from './pull-task.ts'
export { requeueTask } from './requeue-task.ts'
export { returnTask } from './return-task.ts'
export { transferTask } from './transfer-task.ts'
export { fireSlaTimer } from './fire-sla-timer.ts'
export { pauseTask, resumeTask } from './pause-task.ts'
export { takeEndpointReply } from './take-endpoint-reply.ts'
export { fireCallbackTimer } from './fire-callback-timer.ts'
export { handleTicket } from './handle-ticket.ts'
export { clockFacts, commitChange } from './commit-change.ts'
export { gripTicket, gripTickets, MovedMeanwhile } from './grip-ticket.ts'
export { isTooLate, messageChange, returnChange } from './message-change.ts'
export { needsFollowUp, SaidElsewhere } from './said-elsewhere.ts'
export { requeueLostWork } from './requeue-lost-work.ts'
export {
  type ChatEnd,
  type Grip,
  joinChanges,
  noChange,
  type TaskMove,
  type TicketChange,
  type TicketFact,
} from './ticket-change.ts'
export {
  askedOf,
  type MoveAsked,
  transitionChange,
  type TransitionFacts,
  transitionTicket,
  type TransitionInput,
} from './transition-ticket.ts'
export { takingChange } from './taking-change.ts'
export { withoutAssignee } from './without-assignee.ts'
export { refuseUnknownWords, type TicketUpdate, updateChange, updateTicket } from './update-ticket.ts'
