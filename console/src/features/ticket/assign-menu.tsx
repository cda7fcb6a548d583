import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { useActions } from '../../ui/actions.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { agentsQuery } from '../../live/agents.ts'
import { assignTicket } from './queries.ts'

/** Changes the assignee and asks for everything that shows it. */
function useAssign(ticket: Ticket) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (agentId: string | null) => assignTicket({ ticketId: ticket.id, agentId }),
    onSuccess: () => {
      for (const queryKey of [
        cacheKeys.ticket(ticket.id),
        cacheKeys.timeline(ticket.id),
        cacheKeys.ticketLists,
        cacheKeys.views,
      ])
        void client.invalidateQueries({ queryKey })
    },
  })
}

/** Who has the ticket, as an editable property; `I` takes it. */
export function AssignMenu({ ticket, meId }: { ticket: Ticket; meId: string | null }) {
  const isAllowed = ticket.can?.assign !== false
  const { data: agents } = useQuery({ ...agentsQuery, enabled: isAllowed })
  const assign = useAssign(ticket)
  const isMine = meId !== null && ticket.assignee?.id === meId
  useActions('assign', [
    {
      id: 'assign-me',
      label: t('assign.me'),
      group: t('ticket.group'),
      icon: 'user-plus',
      shortcut: 'i',
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
      ? [{ id: 'me', label: t('assign.me'), icon: 'user-plus' as const, hint: 'I', run: () => assign.mutate(meId) }]
      : []),
    ...(ticket.assignee
      ? [{ id: 'nobody', label: t('assign.remove'), icon: 'x' as const, run: () => assign.mutate(null) }]
      : []),
  ]
  return (
    <>
      <MenuButton
        title={t('assign.label', { name: ticket.assignee?.name ?? t('assign.nobody') })}
        verb={{ shortcut: 'a', label: t('keys.assign'), group: t('ticket.group') }}
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
