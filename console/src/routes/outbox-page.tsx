import { useNavigate, useSearch } from '@tanstack/react-router'
import { OutboxScreen } from '../features/mail/outbox-screen.tsx'
import { useMe } from '../live/me.ts'

/** `/outbox`: what the list is narrowed to and the open mail live in the address. */
export function OutboxPage() {
  const { permissions } = useMe()
  const { state = null, kind = null, mail = null } = useSearch({ from: '/frame/outbox' })
  const navigate = useNavigate()
  const keep = (change: object) =>
    void navigate({ to: '.', search: (known) => ({ ...known, ...change }), replace: true })
  return (
    <OutboxScreen
      filter={{ state, kind }}
      openId={mail}
      mayResend={permissions.includes('mail:write')}
      onFilter={(change) =>
        keep(Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value ?? undefined])))
      }
      onClose={() => keep({ mail: undefined })}
    />
  )
}
