import type { Certification, Handoff, Subscription } from '@switchyard/sdk'
import { Chip } from '../../ui/chip.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { t, wordFor } from '../../ui/words/words.ts'

/** Whether a subscription is told anything now. */
export function SubscriptionChip({ subscription: { status } }: { subscription: Pick<Subscription, 'status'> }) {
  const looks = {
    active: { tone: 'met', icon: 'check-circle' },
    degraded: { tone: 'breach', icon: 'alert' },
    disabled: { tone: 'paused', icon: 'pause' },
  } as const
  return (
    <Chip tone={looks[status].tone} icon={looks[status].icon}>
      {t(`partners.status.${status}`)}
    </Chip>
  )
}

type PlaceOf = Pick<Subscription, 'brand' | 'region' | 'storeId' | 'franchisee'>

/** The place a subscription has: a store, a franchisee's stores, or the region. */
export function placeText({ brand, region, storeId, franchisee }: PlaceOf): string {
  if (storeId !== null) return t('partners.place.store', { store: storeId, brand, region })
  if (franchisee !== null) return t('partners.place.franchisee', { franchisee, brand, region })
  return t('partners.place.region', { brand, region })
}

const certificationLooks: Record<
  Certification['state'],
  { tone: 'met' | 'breach' | 'near' | 'quiet' | 'accent'; icon: IconName }
> = {
  passed: { tone: 'met', icon: 'check-circle' },
  failed: { tone: 'breach', icon: 'alert' },
  unproven: { tone: 'near', icon: 'help' },
  stopped: { tone: 'quiet', icon: 'minus' },
  running: { tone: 'accent', icon: 'play' },
}

/** What a certification comes to. */
export function CertificationChip({ state }: Pick<Certification, 'state'>) {
  const { tone, icon } = certificationLooks[state]
  return (
    <Chip tone={tone} icon={icon}>
      {t(`cert.state.${state}`)}
    </Chip>
  )
}

const standingTones = { offered: 'accent', accepted: 'met', done: 'met' } as const

/** How a forwarded ticket stands with its partner; nothing where it is with nobody. */
export function StandingChip({ state }: Pick<Handoff, 'state'>) {
  if (state === null) return null
  const tone = state in standingTones ? standingTones[state as keyof typeof standingTones] : 'quiet'
  return <Chip tone={tone}>{wordFor('handoff.state', state)}</Chip>
}
