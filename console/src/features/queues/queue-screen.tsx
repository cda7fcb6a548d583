import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Task } from '@switchyard/sdk'
import { queuesQuery } from '../../live/queues.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { t } from '../../ui/words/words.ts'
import type { Desk } from './desk.ts'
import { ExpiredLine } from './expired-line.tsx'
import { QueueBar } from './queue-bar.tsx'
import { ReassignDialog } from './reassign-dialog.tsx'
import { Roster } from './roster.tsx'
import type { TaskFilter } from './task-table.tsx'
import { TaskPanel } from './task-panel.tsx'
import type { Actor } from './task-verbs.ts'
import { useTaskChange } from './use-task-change.ts'
import { Wallboard } from './wallboard.tsx'

interface QueueScreenProps {
  actor: Actor
  filter: TaskFilter
  openId: string | null
  onFilter: (change: Partial<TaskFilter>) => void
  onOpen: (taskId: string | null) => void
}

/** Queue Control: every queue at a glance, the tasks in them, who could help, and why something still waits. */
export function QueueScreen({ actor, filter, openId, onFilter, onOpen }: QueueScreenProps) {
  const { data: queues } = useQuery(queuesQuery)
  const [reassigned, setReassigned] = useState<Task | null>(null)
  const [isRosterOpen, setRosterOpen] = useState(false)
  const navigate = useNavigate()
  const change = useTaskChange()
  const desk: Desk = {
    actor,
    pendingId: change.isPending ? change.variables.task.id : null,
    change: (task, verb) => {
      const open = () => void navigate({ to: '/tickets/$ticketId', params: { ticketId: task.ticketId } })
      change.mutate({ task, verb }, verb.opensTicket ? { onSuccess: open } : {})
    },
    reassign: setReassigned,
  }
  const label = queues?.data.find((queue) => queue.slug === filter.queue)?.label ?? filter.queue ?? ''
  const roster = <Roster queue={filter.queue} queueLabel={label} />
  return (
    <div className="flex h-full min-h-0 flex-col">
      <QueueBar filter={filter} onFilter={onFilter} onRoster={() => setRosterOpen(true)} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] wide:grid-cols-[minmax(0,1fr)_340px]">
        <main className="flex min-h-0 min-w-0 flex-col gap-4 px-5 py-4 max-pane:gap-3 max-pane:px-3.5 max-pane:pb-0">
          <ExpiredLine />
          <Wallboard chosen={filter.queue} onChoose={(queue) => onFilter({ queue })} />
          <TaskPanel
            filter={filter}
            queueLabel={label}
            openId={openId}
            onFilter={onFilter}
            onOpen={onOpen}
            desk={desk}
            change={change}
          />
        </main>
        <aside aria-label={t('assign.agents')} className="min-h-0 border-s border-line bg-surface max-wide:hidden">
          {roster}
        </aside>
      </div>
      {isRosterOpen && (
        <Dialog place="sheet" title={t('assign.agents')} onClose={() => setRosterOpen(false)}>
          {roster}
        </Dialog>
      )}
      {reassigned && <ReassignDialog task={reassigned} desk={desk} onClose={() => setReassigned(null)} />}
    </div>
  )
}
