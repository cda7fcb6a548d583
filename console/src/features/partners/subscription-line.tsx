import type { ReactNode } from 'react'
import type { Subscription } from '@switchyard/sdk'
import { t } from '../../ui/words/words.ts'
import { placeText, SubscriptionChip } from './marks.tsx'

/** A subscription: its place and type, where it is told, on what terms, and how that goes. */
export function SubscriptionLine({
  subscription,
  verbs,
  children,
}: {
  subscription: Subscription
  verbs?: ReactNode
  children?: ReactNode
}) {
  const { type, url, acceptance, acceptWithinSeconds, echoesOwn } = subscription
  const minutes = Math.max(1, Math.round(acceptWithinSeconds / 60))
  return (
    <li className="border-b border-line last:border-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2">
        <span className="grid min-w-0 flex-1 basis-60 gap-0.5">
          <span className="font-medium">{placeText(subscription)}</span>
          <span className="type-code truncate !text-[11.5px] text-ink-3">{url}</span>
        </span>
        <span className="grid flex-none gap-0.5">
          <span className="type-code !text-[11.5px]">{type}</span>
          <span className="text-ink-3">
            {t(`partners.acceptance.${acceptance}`, { minutes })}
            {echoesOwn && ` · ${t('partners.echoes')}`}
          </span>
        </span>
        <span className="flex flex-wrap items-center gap-1.5">
          <SubscriptionChip subscription={subscription} />
          {verbs && <span className="flex flex-wrap items-center gap-1.5">{verbs}</span>}
        </span>
      </div>
      {children}
    </li>
  )
}
