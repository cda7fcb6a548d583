import { lazy, Suspense, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Task, Ticket } from '@switchyard/sdk'
import { agentsQuery } from '../../../live/agents.ts'
import { cacheKeys } from '../../../live/cache-keys.ts'
import { api } from '../../../live/client.ts'
import { showAtOnce } from '../../../live/show-at-once.ts'
import { useActions } from '../../../ui/actions.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { useClock } from '../../../ui/clock.ts'
import { useKeyText } from '../../../ui/key-map.ts'
import type { KeyId } from '../../../ui/key-map.ts'
import type { IconName } from '../../../ui/icon-paths.tsx'
import { ProblemLine } from '../../../ui/states.tsx'
import { timerText } from '../../../ui/time.ts'
import { t } from '../../../ui/words/words.ts'
import { timelineQuery } from '../queries.ts'
import { endConsultCall } from './chat-calls.ts'
import { lastSaid } from './use-ticket-chat.ts'
import type { TicketChat } from './use-ticket-chat.ts'

const HandOverDialog = lazy(async () => ({ default: (await import('./hand-over-dialog.tsx')).HandOverDialog }))
const EndChatDialog = lazy(async () => ({ default: (await import('./end-chat-dialog.tsx')).EndChatDialog }))

/** From here on an answer is overdue in a live conversation. */
const slowMs = 60_000

type Layer = 'transfer' | 'consult' | 'end'

function Since({ iso }: { iso: string }) {
  const time = useClock((nowMs) => timerText(nowMs - Date.parse(iso)))
  return <span className="num">{time}</span>
}

/** How long the customer has waited for a word, while they do. */
function Unanswered({ ticketId }: { ticketId: string }) {
  const said = lastSaid(useQuery(timelineQuery(ticketId)).data?.data ?? [])
  const at = said?.author.kind === 'customer' ? said.createdAt : null
  const isSlow = useClock((nowMs) => at !== null && nowMs - Date.parse(at) >= slowMs)
  if (at === null) return null
  return (
    <Chip tone={isSlow ? 'near' : 'quiet'} icon="clock" title={t('chat.unanswered')}>
      <span className="max-pane:sr-only">{t('chat.unanswered')}</span> <Since iso={at} />
    </Chip>
  )
}

function State({ chat }: Pick<TicketChat, 'chat'>) {
  const isActive = chat.status === 'active'
  return (
    <span className="type-label flex min-w-0 items-center gap-2">
      <span className={isActive ? 'live' : 'presence away'} aria-hidden="true" />
      <span className="truncate">{isActive ? t('chat.live') : t('chat.queued', { queue: chat.queue })}</span>
      <span title={t(isActive ? 'chat.sinceAccept' : 'chat.sinceStart')} className="font-normal text-ink-3">
        <Since iso={chat.answeredAt ?? chat.startedAt} />
      </span>
    </span>
  )
}

interface VerbProps {
  id: KeyId
  icon: IconName
  label: string
  onRun: () => void
}

function Verb({ id, icon, label, onRun }: VerbProps) {
  const key = useKeyText(id)
  return (
    <Button
      small
      icon={icon}
      className="max-pane:!h-11 max-pane:!w-11 max-pane:!bg-transparent max-pane:!shadow-none"
      title={key === undefined ? label : `${label} (${key})`}
      onClick={onRun}
    >
      <span className="max-pane:sr-only">{label}</span>
    </Button>
  )
}

/** Who is asked about this chat, and the end of that. */
function Consulting({ task, agentId }: { task: NonNullable<TicketChat['task']>; agentId: string | null }) {
  const client = useQueryClient()
  const { data: agents } = useQuery(agentsQuery)
  const end = useMutation({
    mutationFn: () => api.request(endConsultCall(task)),
    onMutate: () =>
      showAtOnce<Task>(client, { queryKey: cacheKeys.taskOfTicket(task.ticketId, task.id) }, (known) => ({
        ...known,
        consult: null,
      })),
    onError: (_error, _input, takeBack) => takeBack?.(),
    onSettled: () => {
      for (const queryKey of [cacheKeys.ticket(task.ticketId), cacheKeys.consults])
        void client.invalidateQueries({ queryKey })
    },
  })
  const { consult } = task
  if (consult === null) return null
  const isAsked = consult.agentId === agentId
  const other = isAsked ? consult.fromAgentId : consult.agentId
  const name = agents?.data.find(({ id }) => id === other)?.name ?? ''
  return (
    <span className="flex items-center gap-1.5">
      <Chip tone="note" icon="chat">
        {t(isAsked ? 'consults.asked' : 'consults.asking', { name })}
      </Chip>
      <Button small look="bare" className="max-pane:!h-11" onClick={() => end.mutate()}>
        {t('chat.endConsult')}
      </Button>
      {end.error && <ProblemLine error={end.error} />}
    </span>
  )
}

interface ChatBarProps {
  ticket: Ticket
  live: TicketChat
  agentId: string | null
}

/** The third bar of a ticket whose customer is there: how long, who waits, and what may be done with the conversation. */
export function ChatBar({ ticket, live, agentId }: ChatBarProps) {
  const { chat, task, isMine } = live
  const [layer, show] = useState<Layer | null>(null)
  const mayAct = isMine && task?.state === 'active'
  const verbs = [
    { id: 'consult', icon: 'user', label: t('chat.consult'), run: () => show('consult') },
    { id: 'transfer', icon: 'arrow', label: t('chat.transfer'), run: () => show('transfer') },
    { id: 'end-chat', icon: 'x', label: t('chat.end'), run: () => show('end') },
  ] as const
  useActions(
    'chat',
    verbs.map((verb) => ({ ...verb, group: t('chat.group'), isAllowed: mayAct })),
  )
  const close = () => show(null)
  return (
    <section
      aria-label={t('chat.group')}
      className="flex min-h-[42px] flex-none flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-line px-5 py-1.5 max-pane:px-3.5"
    >
      <State chat={chat} />
      {chat.status === 'active' && <Unanswered ticketId={ticket.id} />}
      {task && <Consulting task={task} agentId={agentId} />}
      {mayAct && (
        <span className="ms-auto flex items-center gap-1.5 max-pane:-my-1.5 max-pane:-me-2.5 max-pane:gap-0">
          {verbs.map(({ id, icon, label, run }) => (
            <Verb key={id} id={id} icon={icon} label={label} onRun={run} />
          ))}
        </span>
      )}
      <Suspense fallback={null}>
        {task && (layer === 'transfer' || layer === 'consult') && (
          <HandOverDialog kind={layer} chat={chat} task={task} agentId={agentId} onClose={close} />
        )}
        {layer === 'end' && <EndChatDialog chat={chat} onClose={close} />}
      </Suspense>
    </section>
  )
}
