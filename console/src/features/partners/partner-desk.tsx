import { useState } from 'react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { IntegrationCreated, Partner, Subscription } from '@switchyard/sdk'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { ChoiceRow } from './choice-row.tsx'
import { EndDialog } from './end-dialog.tsx'
import { IntegrationList } from './integration-list.tsx'
import { MoreButton } from './more-button.tsx'
import { IntegrationForm, PartnerForm, SubscriptionForm, TokenDialog } from './partner-dialogs.tsx'
import { partnersQuery, subscriptionsQuery, tokensQuery, toldQuery } from './queries.ts'
import { SubscriptionLine } from './subscription-line.tsx'
import { ToldPanel } from './told-panel.tsx'

interface DeskProps {
  permissions: readonly string[]
  /** Partners are added by who arranges whole markets. */
  mayAdd: boolean
  chosen: string | null
  onChoose: (partnerId: string) => void
}

type Layer = 'partner' | 'integration' | 'subscription' | IntegrationCreated | null

function Told({ subscription, permissions }: { subscription: Subscription; permissions: readonly string[] }) {
  const pages = useInfiniteQuery(toldQuery(subscription.id))
  const mayReplay = ['delivery:read', 'webhook:write'].every((one) => permissions.includes(one))
  return (
    <ToldPanel
      pages={pages}
      empty={t('partners.nothingTold')}
      hasTickets={permissions.includes('ticket:read')}
      {...(mayReplay && { replayPath: (id: string) => `/v1/deliveries/${id}/replay` })}
    />
  )
}

function SubscriptionWithNews({
  subscription,
  permissions,
}: {
  subscription: Subscription
  permissions: readonly string[]
}) {
  const [isOpen, open] = useState(false)
  const [isEnding, end] = useState(false)
  return (
    <SubscriptionLine
      subscription={subscription}
      verbs={
        <>
          <Button small icon="send" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
            {t('partners.told')}
          </Button>
          {permissions.includes('market:write') && (
            <IconButton small icon="x" label={t('partners.end')} onClick={() => end(true)} />
          )}
        </>
      }
    >
      {isEnding && (
        <EndDialog
          title={t('partners.endTitle')}
          subscription={subscription}
          call={{ method: 'DELETE', path: `/v1/subscriptions/${subscription.id}` }}
          onClose={() => end(false)}
        />
      )}
      {isOpen && <Told subscription={subscription} permissions={permissions} />}
    </SubscriptionLine>
  )
}

function Integrations({
  partner,
  permissions,
  onAdd,
}: {
  partner: Partner
  permissions: readonly string[]
  onAdd: () => void
}) {
  const { data } = useQuery({ ...tokensQuery, enabled: permissions.includes('token:read') })
  const mayAdd = ['market:write', 'token:write'].every((one) => permissions.includes(one))
  const add = mayAdd && (
    <Button small icon="plus" onClick={onAdd}>
      {t('partners.newIntegration')}
    </Button>
  )
  const tokensOf = (integrationId: string) =>
    data?.data.filter((token) => token.integrationId === integrationId && token.revokedAt === null) ?? []
  return (
    <Card icon="key" title={t('partners.integrations')} aside={add}>
      {partner.integrations.length === 0 && (
        <p className="type-small px-3.5 py-2.5 text-ink-3">{t('partners.noIntegrations')}</p>
      )}
      <IntegrationList integrations={partner.integrations.map((one) => ({ ...one, tokens: tokensOf(one.id) }))} />
    </Card>
  )
}

function Subscriptions({
  partner,
  permissions,
  onAdd,
}: {
  partner: Partner
  permissions: readonly string[]
  onAdd: () => void
}) {
  const pages = useInfiniteQuery(subscriptionsQuery(partner.id))
  const all = pages.data?.pages.flatMap((page) => page.data) ?? []
  const add = permissions.includes('market:write') && (
    <Button small icon="plus" onClick={onAdd}>
      {t('partners.newSubscription')}
    </Button>
  )
  return (
    <Card icon="send" title={t('partners.subscriptions')} aside={add}>
      {pages.error && !pages.data && (
        <Failure error={pages.error} className="h-40" onRetry={() => void pages.refetch()} />
      )}
      {!pages.data && !pages.error && <Bones className="p-3.5" rows={['h-10', 'h-10']} />}
      {pages.data && all.length === 0 && (
        <p className="type-small px-3.5 py-2.5 text-ink-3">{t('partners.noSubscriptions')}</p>
      )}
      <ul className="type-small">
        {all.map((subscription) => (
          <SubscriptionWithNews key={subscription.id} subscription={subscription} permissions={permissions} />
        ))}
      </ul>
      <MoreButton pages={pages} />
    </Card>
  )
}

function PartnerList({
  partners,
  chosen,
  onChoose,
}: {
  partners: readonly Partner[]
  chosen: string
  onChoose: DeskProps['onChoose']
}) {
  return (
    <ul>
      {partners.map((partner) => (
        <ChoiceRow key={partner.id} isChosen={partner.id === chosen} onChoose={() => onChoose(partner.id)}>
          <span className="truncate font-medium">{partner.name}</span>
          <span className="truncate text-ink-3">
            {partner.slug} · {plural('partners.integrationCount', partner.integrations.length)}
          </span>
        </ChoiceRow>
      ))}
    </ul>
  )
}

/** Partners with their ways in, and who is told of which place, how that goes and what was said. */
export function PartnerDesk({ permissions, mayAdd, chosen, onChoose }: DeskProps) {
  const pages = useInfiniteQuery(partnersQuery)
  const [layer, show] = useState<Layer>(null)
  const partners = pages.data?.pages.flatMap((page) => page.data) ?? []
  const partner = partners.find(({ id }) => id === chosen) ?? partners[0] ?? null
  const add = mayAdd && permissions.includes('market:write') && (
    <Button icon="plus" onClick={() => show('partner')}>
      {t('partners.new')}
    </Button>
  )
  if (pages.error && !pages.data) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />
  if (!pages.data) return <Bones className="p-5" rows={['h-10', 'h-40']} />
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] pane:grid-cols-[minmax(200px,260px)_minmax(0,1fr)] max-pane:grid-rows-[auto_minmax(0,1fr)]">
      {partner !== null && (
        <nav
          aria-label={t('partners.tab.partners')}
          className="flex min-h-0 flex-col overflow-y-auto border-line max-pane:max-h-40 max-pane:border-b pane:border-e"
        >
          <PartnerList partners={partners} chosen={partner.id} onChoose={onChoose} />
          <MoreButton pages={pages} />
          {add !== false && <p className="p-3">{add}</p>}
        </nav>
      )}
      {partner === null ? (
        <div className="pane:col-span-2">
          <Empty icon="plug" title={t('partners.none')} text={t('partners.noneText')}>
            {add}
          </Empty>
        </div>
      ) : (
        <div
          tabIndex={0}
          role="group"
          aria-label={partner.name}
          className="ring-inside flex min-h-0 flex-col gap-3 overflow-y-auto bg-canvas p-4 max-pane:p-3.5"
        >
          <h2 className="type-title">{partner.name}</h2>
          <Integrations partner={partner} permissions={permissions} onAdd={() => show('integration')} />
          <Subscriptions
            key={partner.id}
            partner={partner}
            permissions={permissions}
            onAdd={() => show('subscription')}
          />
        </div>
      )}
      {layer === 'partner' && <PartnerForm onClose={() => show(null)} onDone={onChoose} />}
      {layer === 'integration' && partner && (
        <IntegrationForm partner={partner} onClose={() => show(null)} onDone={show} />
      )}
      {layer === 'subscription' && partner && <SubscriptionForm partner={partner} onClose={() => show(null)} />}
      {layer !== null && typeof layer === 'object' && <TokenDialog made={layer} onClose={() => show(null)} />}
    </div>
  )
}
