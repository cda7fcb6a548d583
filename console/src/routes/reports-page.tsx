import { useNavigate, useSearch } from '@tanstack/react-router'
import { ReportsScreen } from '../features/reports/reports-screen.tsx'

/** `/reports`: report, time, filters and splits live in the address. */
export function ReportsPage() {
  const { tab, days, from, to, queue, channel, serviceLine, split, promisesBy } = useSearch({ from: '/frame/reports' })
  const navigate = useNavigate()
  const isCustom = from !== undefined || to !== undefined
  return (
    <ReportsScreen
      filter={{
        tab: tab ?? 'overview',
        days: isCustom ? null : (days ?? 30),
        from: from ?? null,
        to: to ?? null,
        queue: queue ?? null,
        channel: channel ?? null,
        serviceLine: serviceLine ?? null,
        split: split ?? 'queue',
        promisesBy: promisesBy ?? 'queue',
      }}
      onFilter={(change) => {
        const given = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value ?? undefined]))
        void navigate({ to: '.', search: (known) => ({ ...known, ...given }), replace: true })
      }}
    />
  )
}
