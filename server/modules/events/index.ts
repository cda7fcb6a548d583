export { appendEvents } from './append-events.ts'
export { appendWorkspaceEvent } from './append-workspace-event.ts'
export {
  checkEventData,
  type EventType,
  eventSchemas,
  eventTypes,
  staffEventTypes,
  type SubjectKind,
  subjectKinds,
} from './catalogue.ts'
export { changedValuesOf, type Telling } from './changed-values.ts'
export { type Actor, actorOf, type NewEvent, type RecordedEvent } from './event.ts'
export { insertIntakeEvents, insertTicketEvents, type NewEventRow, type TicketEventRow } from './event-rows-store.ts'
export {
  countLogFailure,
  findLogPlace,
  holdLogPlace,
  type LogPlace,
  type LogReader,
  moveLogPlace,
  passOverLog,
} from './log-place-store.ts'
export { ticketEventRows } from './ticket-event-row.ts'
export { presentActor } from './present-actor.ts'
export { announceEvents, onEventsAnnounced } from './feed-hint.ts'
export { type NodeWord, onNodeWords, sayToNodes } from './node-words.ts'
export type { EventHeader } from './commit-horizon.ts'
export { createEventFeed, type EventFeed, type EventFeedOptions, feedOf } from './event-feed.ts'
export { type EventPlace, findEvents, findSeqRange, type PlacedEvent } from './event-view.ts'
export { agentsConcerned, maySeeEvent } from './may-see-event.ts'
export { presentEvent, type PublicEvent } from './present-event.ts'
export {
  countWorkspaceEvents,
  type EventPage,
  type EventQuery,
  readEvents,
  readWorkspaceEvents,
} from './read-events.ts'
export { type WorkspaceWatch } from './watch-workspace.ts'
