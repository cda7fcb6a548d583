import { useNavigate, useSearch } from '@tanstack/react-router'
import { QualityScreen } from '../features/quality/quality-screen.tsx'
import { useMe } from '../live/me.ts'

/** `/quality`: the time, what it is narrowed to, the split and its order live in the address. */
export function QualityPage() {
  const me = useMe()
  const { days, from, to, queue, channel, serviceLine, agent, groupBy, sort, order } = useSearch({
    from: '/frame/quality',
  })
  const navigate = useNavigate()
  const isCustom = from !== undefined || to !== undefined
  return (
    <QualityScreen
      meIds={[me.user.id, me.member.id, ...(me.agent ? [me.agent.id] : [])]}
      mayReview={me.permissions.includes('qa:write')}
      filter={{
        days: isCustom ? null : (days ?? 30),
        from: from ?? null,
        to: to ?? null,
        queue: queue ?? null,
        channel: channel ?? null,
        serviceLine: serviceLine ?? null,
        agent: agent ?? null,
        groupBy: groupBy ?? 'queue',
        sort: sort ?? 'created',
        isDescending: order !== 'ascending',
      }}
      onFilter={({ isDescending, ...change }) => {
        const given = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value ?? undefined]))
        const turned = isDescending === undefined ? {} : { order: isDescending ? undefined : ('ascending' as const) }
        void navigate({ to: '.', search: (known) => ({ ...known, ...given, ...turned }), replace: true })
      }}
    />
  )
}
