import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Agent, Follower, Listing, Ticket } from '@switchyard/sdk'
import { useMe } from '../../live/me.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { followersQuery, setFollower } from './beside-queries.ts'
import { agentsQuery } from '../../live/agents.ts'
import { cacheKeys } from '../../live/cache-keys.ts'
import { showAtOnce } from '../../live/show-at-once.ts'

/** Who follows from now on: shown at once, taken back when the server refuses. */
function useFollow(ticket: Ticket, agents: readonly Agent[]) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: { agentId: string; follows: boolean }) => setFollower({ ticketId: ticket.id, ...input }),
    onMutate: ({ agentId, follows }) => {
      const agent = agents.find(({ id }) => id === agentId)
      const fresh: Follower[] =
        agent === undefined || !follows
          ? []
          : [{ agent: { id: agentId, name: agent.name }, reason: 'added', since: new Date().toISOString() }]
      return showAtOnce<Listing<Follower>>(client, { queryKey: cacheKeys.followers(ticket.id) }, ({ data: known }) => ({
        data: [...known.filter((one) => one.agent.id !== agentId), ...fresh],
      }))
    },
    onError: (_error, _input, takeBack) => takeBack?.(),
    onSuccess: (list) => client.setQueryData(followersQuery(ticket.id).queryKey, list),
  })
}

/** Who follows a ticket; whoever may write notes adds and removes. */
export function Followers({ ticket }: { ticket: Ticket }) {
  const meId = useMe().agent?.id ?? null
  const { data } = useQuery(followersQuery(ticket.id))
  const mayChange = ticket.can?.note !== false
  const { data: agents } = useQuery({ ...agentsQuery, enabled: mayChange })
  const set = useFollow(ticket, agents?.data ?? [])
  const followers = data?.data ?? []
  const isMine = followers.some(({ agent }) => agent.id === meId)
  const others = (agents?.data ?? []).filter(({ id }) => !followers.some(({ agent }) => agent.id === id))
  return (
    <>
      <h3 className="type-micro mb-1 flex h-6 items-center gap-1 text-ink-3">
        {t('followers.title')}
        {mayChange && meId !== null && (
          <Button look="bare" small className="ms-auto" onClick={() => set.mutate({ agentId: meId, follows: !isMine })}>
            {t(isMine ? 'followers.unfollow' : 'followers.follow')}
          </Button>
        )}
        {mayChange && (
          <MenuButton
            label={t('followers.add')}
            title={t('followers.add')}
            align="end"
            className={`b bare icon sm ${meId === null ? 'ms-auto' : ''}`}
            sections={[
              {
                label: t('followers.add'),
                items: others.map(({ id, name }) => ({
                  id,
                  label: name,
                  run: () => set.mutate({ agentId: id, follows: true }),
                })),
              },
            ]}
          >
            <Icon name="user-plus" size="s" />
          </MenuButton>
        )}
      </h3>
      {followers.length === 0 && <p className="text-[12.5px]/[18px] text-ink-3">{t('followers.none')}</p>}
      <ul>
        {followers.map(({ agent: { id, name } }) => (
          <li key={id} className="group/row flex h-7 items-center gap-2 text-[12.5px]/[18px] max-pane:h-11">
            <Avatar name={name} id={id} size="s" />
            <span className="min-w-0 flex-1 truncate">{id === meId ? t('ticket.you') : name}</span>
            {mayChange && (
              <IconButton
                small
                icon="x"
                className="opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 max-pane:opacity-100"
                label={t('followers.remove', { name })}
                onClick={() => set.mutate({ agentId: id, follows: false })}
              />
            )}
          </li>
        ))}
      </ul>
      {set.error && <ProblemLine error={set.error} />}
    </>
  )
}
