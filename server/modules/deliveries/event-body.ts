import { encodeId } from '../../platform/ids.ts'
import { presentEvent, type RecordedEvent } from '../events/index.ts'

/** What a subscription is told of an event: the event as it was recorded, under its own type (api.md, Outgoing webhooks). */
export function eventBody(event: RecordedEvent): string {
  const { type, at, ticketId, subject, actor, data } = presentEvent(event)
  return JSON.stringify({
    type,
    timestamp: at,
    workspaceId: encodeId('workspace', event.workspaceId),
    ticketId,
    sequence: event.subjectSeq,
    subject,
    actor,
    data,
  })
}
