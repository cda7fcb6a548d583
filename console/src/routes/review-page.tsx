import { useParams } from '@tanstack/react-router'
import { ReviewScreen } from '../features/quality/review-screen.tsx'
import { Timeline } from '../features/ticket/timeline.tsx'
import { useMe } from '../live/me.ts'

/** `/quality/tickets/{id}`: one ticket beside the scorecard. */
export function ReviewPage() {
  const me = useMe()
  const { ticketId } = useParams({ from: '/frame/quality/tickets/$ticketId' })
  const meIds = [me.user.id, me.member.id, ...(me.agent ? [me.agent.id] : [])]
  return (
    <ReviewScreen
      ticketId={ticketId}
      meIds={meIds}
      timelineOf={(ticket) => <Timeline ticket={ticket} meIds={meIds} opensAt="start" />}
    />
  )
}
