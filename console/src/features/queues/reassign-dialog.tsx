import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Agent, Task } from '@switchyard/sdk'
import { queuesQuery } from '../../live/queues.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { plainText } from '../../ui/plain-text.ts'
import { QueueWords } from '../../ui/queue-words.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { closestAgents, servesQueue } from './candidates.ts'
import type { Desk } from './desk.ts'
import { rosterQuery } from './queries.ts'
import { assignVerb, transferVerb } from './task-verbs.ts'

const shownAtMost = 50
const entry =
  'flex min-h-10 w-full items-center gap-2.5 rounded-control px-2 text-start ring-inside hover:bg-hover max-pane:min-h-12'

function AgentEntry({ agent, queue, onChoose }: { agent: Agent; queue: string; onChoose: () => void }) {
  const { workload, presence } = agent
  const free = workload ? workload.capacityUnits - workload.usedUnits - workload.reservedUnits : 0
  return (
    <button type="button" className={entry} onClick={onChoose}>
      <Avatar name={agent.name} id={agent.id} {...(presence ? { presence: presence.state } : {})} />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{agent.name}</span>
        <span className="type-meta block truncate text-ink-3">
          {wordFor('presence', presence?.state ?? 'offline')}
          {!servesQueue(agent, queue) && ` · ${t('reassign.outside')}`}
        </span>
      </span>
      <span className="type-meta whitespace-nowrap text-ink-3">{t('work.free', { units: Math.max(0, free) })}</span>
    </button>
  )
}

interface ReassignDialogProps {
  task: Task
  desk: Desk
  onClose: () => void
}

function Queues({ task, desk, onClose, wanted }: ReassignDialogProps & { wanted: string }) {
  const { data } = useQuery(queuesQuery)
  const queues = (data?.data ?? []).filter(
    (queue) => queue.slug !== task.queue && plainText(queue.label).includes(wanted),
  )
  if (queues.length === 0 || !desk.actor.permissions.includes('task:write')) return null
  return (
    <section className="border-t border-line p-2">
      <h3 className="type-micro px-2 pb-1 pt-1.5 text-ink-3">{t('reassign.queues')}</h3>
      {queues.map((queue) => (
        <button
          key={queue.slug}
          type="button"
          className={entry}
          onClick={() => {
            desk.change(task, transferVerb(task, queue.slug))
            onClose()
          }}
        >
          <QueueWords queue={queue} />
        </button>
      ))}
    </section>
  )
}

/** Chooses the agent or the queue that gets a task: members of its queue first, the readiest on top. */
export function ReassignDialog({ task, desk, onClose }: ReassignDialogProps) {
  const { data: roster, error } = useQuery(rosterQuery)
  const [text, setText] = useState('')
  const wanted = plainText(text.trim())
  const agents = closestAgents(roster ?? [], task)
    .filter((agent) => agent.id !== task.agentId && plainText(agent.name).includes(wanted))
    .slice(0, shownAtMost)
  const give = (agent: Agent) => {
    desk.change(task, assignVerb(task, agent))
    onClose()
  }
  return (
    <Dialog title={t('reassign.title', { number: task.ticket.number })} onClose={onClose}>
      <div className="border-b border-line p-3">
        <label className="sr-only" htmlFor="reassign-search">
          {t('reassign.search')}
        </label>
        <input
          id="reassign-search"
          className="field"
          autoComplete="off"
          placeholder={t('reassign.search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const first = agents[0]
            if (event.key === 'Enter' && wanted !== '' && first) give(first)
          }}
        />
        <p className="type-meta mt-2 text-ink-3">{t('reassign.hint')}</p>
      </div>
      <section className="p-2">
        <h3 className="type-micro px-2 pb-1 pt-1.5 text-ink-3">{t('assign.agents')}</h3>
        {error && <ProblemLine error={error} />}
        {!roster && !error && <Bones rows={['h-9', 'h-9', 'h-9']} />}
        {roster && agents.length === 0 && <p className="px-2 py-1.5 text-ink-3">{t('reassign.nobody')}</p>}
        {agents.map((agent) => (
          <AgentEntry key={agent.id} agent={agent} queue={task.queue} onChoose={() => give(agent)} />
        ))}
      </section>
      <Queues task={task} desk={desk} onClose={onClose} wanted={wanted} />
    </Dialog>
  )
}
