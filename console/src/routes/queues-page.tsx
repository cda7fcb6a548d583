import { useCallback } from 'react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { QueueScreen } from '../features/queues/queue-screen.tsx'
import { Wall } from '../features/queues/wall.tsx'
import { useMe } from '../live/me.ts'

/** `/queues`: the chosen queue, lane, channel, order and open task live in the address, and that it hangs on a wall. */
export function QueuesPage() {
  const me = useMe()
  const {
    queue = null,
    lane = 'waiting',
    channel = 'all',
    order = 'waited',
    task = null,
    wall = false,
  } = useSearch({
    from: '/frame/queues',
  })
  const navigate = useNavigate()
  const keep = (change: object) =>
    void navigate({ to: '.', search: (known) => ({ ...known, ...change }), replace: true })
  const leaveWall = useCallback(
    () => void navigate({ to: '.', search: (known) => ({ ...known, wall: undefined }) }),
    [navigate],
  )
  if (wall) return <Wall onLeave={leaveWall} />
  return (
    <QueueScreen
      actor={{ memberId: me.member.id, agent: me.agent, permissions: me.permissions }}
      filter={{ queue, lane, channel, order }}
      openId={task}
      onFilter={(change) => keep({ ...change, ...(change.queue === null ? { queue: undefined } : {}) })}
      onOpen={(id) => keep({ task: id ?? undefined })}
    />
  )
}
