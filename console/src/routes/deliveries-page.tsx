import { useNavigate, useSearch } from '@tanstack/react-router'
import { DeliveryScreen } from '../features/deliveries/delivery-screen.tsx'
import { useMe } from '../live/me.ts'

/** `/deliveries`: subscription, state, ticket and the open delivery live in the address. */
export function DeliveriesPage() {
  const { permissions } = useMe()
  const { webhook, state = null, ticket = null, delivery = null } = useSearch({ from: '/frame/deliveries' })
  const navigate = useNavigate()
  const keep = (change: object) =>
    void navigate({ to: '.', search: (known) => ({ ...known, ...change }), replace: true })
  return (
    <DeliveryScreen
      permissions={permissions}
      filter={{ webhook: webhook === 'all' ? null : (webhook ?? null), state, ticket }}
      isListOpen={webhook === undefined && ticket === null}
      openId={delivery}
      onFilter={(change) => {
        const given = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value ?? undefined]))
        keep({ ...given, ...('webhook' in change ? { webhook: change.webhook ?? 'all', delivery: undefined } : {}) })
      }}
      onList={() => keep({ webhook: undefined, ticket: undefined })}
      onOpen={(id) => keep({ delivery: id ?? undefined })}
    />
  )
}
