import { useState } from 'react'
import type { ReactNode } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Agent, Chat, PresenceState, Task } from '@switchyard/sdk'
import { agentsQuery } from '../../../live/agents.ts'
import { cacheKeys } from '../../../live/cache-keys.ts'
import { api } from '../../../live/client.ts'
import { queuesQuery } from '../../../live/queues.ts'
import { showAtOnce, showChatAtOnce } from '../../../live/show-at-once.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { plainText } from '../../../ui/plain-text.ts'
import { QueueWords } from '../../../ui/queue-words.tsx'
import { ProblemLine } from '../../../ui/states.tsx'
import { showToast } from '../../../ui/toasts.tsx'
import { t, wordFor } from '../../../ui/words/words.ts'
import { consultCall, transferCall } from './chat-calls.ts'
import type { Target } from './chat-calls.ts'

const shownAtMost = 30
const readiness: Record<PresenceState, number> = { available: 0, busy: 1, draining: 2, away: 3, offline: 4 }
const readinessOf = (agent: Agent) => readiness[agent.presence?.state ?? 'offline']
const keyOf = (target: Target) => (target.kind === 'agent' ? target.id : `queue ${target.slug}`)

const row =
  'relative flex min-h-10 cursor-pointer items-center gap-2.5 rounded-control px-2 hover:bg-hover has-checked:bg-selected has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus max-pane:min-h-12'

interface ChoiceProps {
  target: Target
  chosen: Target | null
  onChoose: (target: Target) => void
  children: ReactNode
}

function Choice({ target, chosen, onChoose, children }: ChoiceProps) {
  const isChosen = chosen !== null && keyOf(chosen) === keyOf(target)
  return (
    <label className={row}>
      <input type="radio" name="hand-over" className="sr-only" checked={isChosen} onChange={() => onChoose(target)} />
      {children}
      {isChosen && <Icon name="check" size="s" tone="text-accent-ink" />}
    </label>
  )
}

function AgentWords({ agent, isAsked }: { agent: Agent; isAsked: boolean }) {
  const { presence } = agent
  return (
    <>
      <Avatar name={agent.name} id={agent.id} {...(presence ? { presence: presence.state } : {})} />
      <span className="min-w-0 flex-1 truncate">{agent.name}</span>
      <span className="type-meta whitespace-nowrap text-ink-3">
        {isAsked ? t('handOver.asked') : wordFor('presence', presence?.state ?? 'offline')}
      </span>
    </>
  )
}

/** Who may get it, the readiest first, whoever is asked about it on top; and the queues, where it may go to one. */
function useChoices({ task, kind, agentId }: HandOverProps, wanted: string) {
  const { data: agents } = useQuery({ ...agentsQuery, refetchOnMount: 'always' })
  const { data: queues } = useQuery(queuesQuery)
  const askedId = task.consult?.agentId ?? null
  const rank = (agent: Agent) => (agent.id === askedId ? -1 : readinessOf(agent))
  return {
    askedId,
    agents: (agents?.data ?? [])
      .filter(({ id, name }) => id !== agentId && id !== task.agentId && plainText(name).includes(wanted))
      .toSorted((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name))
      .slice(0, shownAtMost),
    queues:
      kind === 'consult'
        ? []
        : (queues?.data ?? []).filter(({ slug, label }) => slug !== task.queue && plainText(label).includes(wanted)),
  }
}

/** Hands the conversation on, or asks about it: shown at once, and as it was when that is refused; the dialog says why. */
function useHandOver({ kind, chat, task, onClose }: HandOverProps) {
  const client = useQueryClient()
  /** Whoever was asked about it has it at once; anybody else is offered it. */
  const handedTo = (target: Target) => {
    if (target.kind === 'queue') return { status: 'queued', agent: null, queue: target.slug } as const
    const asked = client.getQueryData(agentsQuery.queryKey)?.data.find(({ id }) => id === target.id)
    return task.consult?.agentId === target.id && asked !== undefined
      ? { agent: { id: asked.id, name: asked.name, kind: 'person' as const } }
      : ({ status: 'queued', agent: null } as const)
  }
  const consulting = ({ id: agentId }: { id: string }) => ({
    agentId,
    fromAgentId: task.agentId ?? '',
    since: new Date().toISOString(),
  })
  return useMutation({
    onMutate: ({ target }: { target: Target; note: string }) =>
      kind === 'consult' && target.kind === 'agent'
        ? showAtOnce<Task>(client, { queryKey: cacheKeys.taskOfTicket(task.ticketId, task.id) }, (known) => ({
            ...known,
            consult: consulting(target),
          }))
        : showChatAtOnce(client, chat.id, handedTo(target)),
    mutationFn: ({ target, note }) =>
      api.request<Task>(
        kind === 'consult' && target.kind === 'agent'
          ? consultCall(task, target.id, note)
          : transferCall(task, target, note),
      ),
    onError: (_error, _input, refuse) => refuse?.(),
    onSuccess: () => {
      if (kind === 'transfer') showToast({ text: t('handOver.done', { number: task.ticket.number }) })
      onClose()
    },
    onSettled: () => {
      for (const queryKey of [
        cacheKeys.ticket(task.ticketId),
        cacheKeys.timeline(task.ticketId),
        cacheKeys.chats,
        cacheKeys.consults,
        cacheKeys.ticketLists,
        cacheKeys.workloads,
      ])
        void client.invalidateQueries({ queryKey })
    },
  })
}

interface HandOverProps {
  kind: 'transfer' | 'consult'
  chat: Chat
  task: Task
  agentId: string | null
  onClose: () => void
}

/** Chooses who gets a live conversation, or who is asked about it, with a note that only they read. */
export function HandOverDialog(props: HandOverProps) {
  const { kind, onClose } = props
  const [text, setText] = useState('')
  const [note, setNote] = useState('')
  const [chosen, choose] = useState<Target | null>(null)
  const { agents, queues, askedId } = useChoices(props, plainText(text.trim()))
  const give = useHandOver(props)
  return (
    <Dialog title={t(`handOver.${kind}`)} onClose={onClose} isAway={give.isPending}>
      <form
        className="flex min-h-0 flex-col"
        onSubmit={(event) => {
          event.preventDefault()
          if (chosen !== null) give.mutate({ target: chosen, note })
        }}
      >
        <div className="border-b border-line p-3">
          <label className="sr-only" htmlFor="hand-over-search">
            {t('reassign.search')}
          </label>
          <input
            id="hand-over-search"
            className="field"
            autoComplete="off"
            placeholder={t('reassign.search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div role="radiogroup" aria-label={t(`handOver.${kind}`)} className="max-h-[280px] overflow-y-auto p-2">
          {agents.map((agent) => (
            <Choice key={agent.id} target={{ kind: 'agent', id: agent.id }} chosen={chosen} onChoose={choose}>
              <AgentWords agent={agent} isAsked={agent.id === askedId} />
            </Choice>
          ))}
          {queues.length > 0 && <p className="type-micro px-2 pb-1 pt-2.5 text-ink-3">{t('reassign.queues')}</p>}
          {queues.map((queue) => (
            <Choice key={queue.slug} target={{ kind: 'queue', slug: queue.slug }} chosen={chosen} onChoose={choose}>
              <QueueWords queue={queue} />
            </Choice>
          ))}
          {agents.length + queues.length === 0 && <p className="px-2 py-1.5 text-ink-3">{t('reassign.nobody')}</p>}
        </div>
        <div className="grid gap-3 border-t border-line p-3">
          <Field label={t('handOver.note')} hint={t('composer.toStaff')}>
            {(id) => (
              <textarea
                id={id}
                dir="auto"
                className="field !h-auto min-h-16 py-1.5"
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
          {give.error && <ProblemLine error={give.error} />}
          <div className="flex items-center justify-end gap-2">
            {chosen === null && <span className="type-meta me-auto text-ink-3">{t('handOver.choose')}</span>}
            <Button type="submit" look="solid" aria-disabled={chosen === null} busy={give.isPending}>
              {t(kind === 'consult' ? 'chat.consult' : 'chat.transfer')}
            </Button>
          </div>
        </div>
      </form>
    </Dialog>
  )
}
