import { useNavigate, useSearch } from '@tanstack/react-router'
import { AuditScreen } from '../features/audit/audit-screen.tsx'

/** `/audit`: tab and filters live in the address. */
export function AuditPage() {
  const { tab, actor, subject, type, from, to } = useSearch({ from: '/frame/audit' })
  const navigate = useNavigate()
  return (
    <AuditScreen
      filter={{
        tab: tab ?? 'trail',
        actor: actor ?? null,
        subject: subject ?? null,
        type: type ?? null,
        from: from ?? null,
        to: to ?? null,
      }}
      onFilter={(change) => {
        const given = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value ?? undefined]))
        void navigate({ to: '.', search: (known) => ({ ...known, ...given }), replace: true })
      }}
    />
  )
}
