import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Agent, Ticket } from '@switchyard/sdk'
import { useActions } from '../../ui/actions.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useKeyText } from '../../ui/key-map.ts'
import { showChange } from '../../ui/last-change.ts'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { showToast } from '../../ui/toasts.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { agentsQuery } from '../../live/agents.ts'
import { showTicketAtOnce } from '../../live/show-at-once.ts'
import { assignTicket, ticketQuery } from './queries.ts'
import { markChanged, oneByOne } from './use-property.ts'

/** Changes the assignee: shown at once, taken back when the server refuses, told with the way back. */
function useAssign(ticket: Ticket, agents: readonly Agent[]) {
  const client = useQueryClient()
  const { id: ticketId, number } = ticket
  const takeBack = async (agentId: string | null, before: string | null) => {
    const now = await client.fetchQuery({ ...ticketQuery(ticketId), staleTime: 0 })
    if ((now.assignee?.id ?? null) !== agentId) throw new Error('It has changed hands since.')
    await assignTicket({ ticketId, agentId: before })
    markChanged(client, ticketId)
  }
  return useMutation({
    scope: oneByOne(ticketId),
    mutationFn: (agentId: string | null) => assignTicket({ ticketId, agentId }),
    onMutate: async (agentId) => {
      const agent = agents.find(({ id }) => id === agentId)
      // Whose name is not known yet is shown once the server has told it.
      const isShown = agentId === null || agent !== undefined
      const assignee = agent === undefined ? null : { id: agent.id, name: agent.name }
      const refuse = isShown ? await showTicketAtOnce(client, ticketId, { assignee }) : null
      return { before: ticket.assignee?.id ?? null, refuse }
    },
    onError: (_error, _agentId, shown) => shown?.refuse?.(),
    onSuccess: (_, agentId, { before }) => {
      const name = agents.find(({ id }) => id === agentId)?.name
      showChange(t('keys.assigned', { number, name: name ?? t('assign.nobody') }), () => {
        takeBack(agentId, before).catch(() => showToast({ text: t('keys.notTakenBack', { number }), isFailure: true }))
      })
    },
    onSettled: () => markChanged(client, ticketId),
  })
}

/** Who has the ticket, as an editable property; `I` takes it. */
export function AssignMenu({ ticket, meId }: { ticket: Ticket; meId: string | null }) {
  const isAllowed = ticket.can?.assign !== false
  const { data: agents } = useQuery({ ...agentsQuery, enabled: isAllowed })
  const assign = useAssign(ticket, agents?.data ?? [])
  const key = useKeyText('assign-me')
  const isMine = meId !== null && ticket.assignee?.id === meId
  useActions('assign', [
    {
      id: 'assign-me',
      label: t('assign.me'),
      group: t('ticket.group'),
      icon: 'user-plus',
      isAllowed: isAllowed && meId !== null && !isMine,
      run: () => assign.mutate(meId),
    },
  ])
  const face = (
    <>
      {ticket.assignee ? (
        <Avatar name={ticket.assignee.name} id={ticket.assignee.id} size="s" />
      ) : (
        <Icon name="user" size="xs" />
      )}
      <span className="max-w-32 truncate">
        {ticket.assignee ? (isMine ? t('ticket.you') : ticket.assignee.name) : t('assign.nobody')}
      </span>
    </>
  )
  if (!isAllowed) return <span className="chip outlined !ps-0.5">{face}</span>
  const people = (agents?.data ?? []).map((agent): MenuItem => ({
    id: agent.id,
    label: agent.name,
    isChecked: agent.id === ticket.assignee?.id,
    hint: agent.presence ? wordFor('presence', agent.presence.state) : '',
    run: () => assign.mutate(agent.id),
  }))
  const first: MenuItem[] = [
    ...(meId !== null && !isMine
      ? [
          {
            id: 'me',
            label: t('assign.me'),
            icon: 'user-plus' as const,
            ...(key === undefined ? {} : { hint: key }),
            run: () => assign.mutate(meId),
          },
        ]
      : []),
    ...(ticket.assignee
      ? [{ id: 'nobody', label: t('assign.remove'), icon: 'x' as const, run: () => assign.mutate(null) }]
      : []),
  ]
  return (
    <>
      <MenuButton
        title={t('assign.label', { name: ticket.assignee?.name ?? t('assign.nobody') })}
        verbs={[{ id: 'assign', label: t('keys.assign'), group: t('ticket.group'), icon: 'user' }]}
        className={`chip outlined !h-6 ${ticket.assignee ? '!ps-0.5' : ''}`}
        sections={[{ items: first }, { label: t('assign.agents'), items: people }].filter(
          (section) => section.items.length > 0,
        )}
      >
        {face}
      </MenuButton>
      {assign.error && <ProblemLine error={assign.error} />}
    </>
  )
}
