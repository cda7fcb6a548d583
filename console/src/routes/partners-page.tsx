import { useNavigate, useSearch } from '@tanstack/react-router'
import { PartnersScreen } from '../features/partners/partners-screen.tsx'
import { useMe } from '../live/me.ts'

/** `/partners`: the tab, how the log is narrowed, the market and the partner live in the address. */
export function PartnersPage() {
  const { permissions, partner } = useMe()
  const search = useSearch({ from: '/frame/partners' })
  const navigate = useNavigate()
  return (
    <PartnersScreen
      permissions={permissions}
      partner={partner?.name ?? null}
      filter={{
        tab: search.tab ?? null,
        outcome: search.outcome ?? null,
        type: search.type ?? null,
        region: search.region ?? null,
        store: search.store ?? null,
        market: search.market ?? null,
        partner: search.partner ?? null,
      }}
      onFilter={(change) => {
        const given = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value ?? undefined]))
        void navigate({ to: '.', search: (known) => ({ ...known, ...given }), replace: true })
      }}
    />
  )
}
