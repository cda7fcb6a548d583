import { useQuery } from '@tanstack/react-query'
import type { Priority, Ticket } from '@switchyard/sdk'
import { useMe } from '../../live/me.ts'
import { queuesQuery } from '../../live/queues.ts'
import { Chip } from '../../ui/chip.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { useProperty } from './use-property.ts'

const priorities: readonly Priority[] = ['low', 'normal', 'high', 'critical']

/** Priority and queue of a ticket as editable properties; each has its key. */
export function PropertyMenus({ ticket }: { ticket: Ticket }) {
  const { permissions } = useMe()
  const mayWrite = permissions.includes('ticket:write') && !ticket.mergedInto
  const { data: queues } = useQuery({ ...queuesQuery, enabled: mayWrite && permissions.includes('queue:read') })
  const property = useProperty(ticket)
  const { number, priority, queue } = ticket
  const label = queues?.data.find(({ slug }) => slug === queue)?.label ?? queue
  if (!mayWrite)
    return (
      <>
        <Chip tone="outlined">{wordFor('priority', priority)}</Chip>
        {queue && <Chip tone="outlined">{queue}</Chip>}
      </>
    )
  const toPriority = (next: Priority): MenuItem => ({
    id: next,
    label: wordFor('priority', next),
    isChecked: next === priority,
    run: () => {
      const text = t('keys.prioritised', { number, priority: wordFor('priority', next) })
      if (next !== priority) property.mutate({ change: { priority: next }, text })
    },
  })
  const toQueue = (next: { slug: string; label: string }): MenuItem => ({
    id: next.slug,
    label: next.label,
    isChecked: next.slug === queue,
    run: () => {
      const text = t('keys.queued', { number, queue: next.label })
      if (next.slug !== queue) property.mutate({ change: { queue: next.slug }, text })
    },
  })
  return (
    <>
      <MenuButton
        label={t('keys.priorityOf', { priority: wordFor('priority', priority) })}
        className="chip outlined !h-6"
        verbs={[{ id: 'priority', label: t('keys.priority'), group: t('ticket.group'), icon: 'arrow-up' }]}
        sections={[{ label: t('keys.priority'), items: priorities.map(toPriority) }]}
      >
        {wordFor('priority', priority)}
      </MenuButton>
      {queues === undefined ? (
        queue && <Chip tone="outlined">{queue}</Chip>
      ) : (
        <MenuButton
          label={t('keys.queueOf', { queue: label ?? '' })}
          className="chip outlined !h-6 flex-none"
          verbs={[{ id: 'team', label: t('keys.team'), group: t('ticket.group'), icon: 'grid' }]}
          sections={[{ label: t('keys.team'), items: queues.data.map(toQueue) }]}
        >
          {queue}
        </MenuButton>
      )}
      {property.error && <ProblemLine error={property.error} />}
    </>
  )
}
