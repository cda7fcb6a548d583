import type { Handoff } from '@switchyard/sdk'
import { Chip } from './chip.tsx'
import type { IconName } from './icon-paths.tsx'
import { t } from './words/words.ts'

const outcomeLooks: Record<Handoff['outcome'], { tone: 'partner' | 'quiet' | 'near'; icon: IconName }> = {
  forwarded: { tone: 'partner', icon: 'plug' },
  internal: { tone: 'quiet', icon: 'lock' },
  no_subscriber: { tone: 'near', icon: 'near' },
  own_submission: { tone: 'quiet', icon: 'user' },
}

/** What became of a request, in icon and words. */
export function OutcomeChip({ outcome }: { outcome: Handoff['outcome'] }) {
  const { tone, icon } = outcomeLooks[outcome]
  return (
    <Chip tone={tone} icon={icon}>
      {t(`handoff.outcome.${outcome}`)}
    </Chip>
  )
}

/** The type a request has, and the one its category says where that is another. */
export function TypeText({ handoff }: { handoff: Pick<Handoff, 'configuredType' | 'resolvedType'> }) {
  const { configuredType, resolvedType } = handoff
  return (
    <span className="type-code whitespace-nowrap !text-[11.5px]">
      {configuredType !== resolvedType && (
        <>
          <s className="text-ink-3">{configuredType}</s>{' '}
        </>
      )}
      {resolvedType}
    </span>
  )
}
