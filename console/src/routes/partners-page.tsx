import { lazy, Suspense } from 'react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMe } from '../live/me.ts'
import { loadPartWords } from '../ui/words/load-part-words.ts'

/** With its words, before any of it is shown. */
const PartnersScreen = lazy(async () => {
  const [screen] = await Promise.all([import('../features/partners/partners-screen.tsx'), loadPartWords('partners')])
  return { default: screen.PartnersScreen }
})

/** `/partners`: the tab, how the log is narrowed, the market and the partner live in the address. */
export function PartnersPage() {
  const { permissions, partner, member, workspace } = useMe()
  const search = useSearch({ from: '/frame/partners' })
  const navigate = useNavigate()
  return (
    <Suspense fallback={null}>
      <PartnersScreen
        permissions={permissions}
        partner={partner?.name ?? null}
        isFranchisee={member.role === 'franchisee'}
        isRehearsal={workspace.purpose === 'review'}
        filter={{
          tab: search.tab ?? null,
          outcome: search.outcome ?? null,
          type: search.type ?? null,
          region: search.region ?? null,
          store: search.store ?? null,
          brand: search.brand ?? null,
          franchisee: search.franchisee ?? null,
          market: search.market ?? null,
          partner: search.partner ?? null,
          report: search.report ?? null,
          request: search.request ?? null,
          ticket: search.ticket ?? null,
        }}
        onFilter={(change) => {
          const given = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value ?? undefined]))
          void navigate({ to: '.', search: (known) => ({ ...known, ...given }), replace: true })
        }}
      />
    </Suspense>
  )
}
