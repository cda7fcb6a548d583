import { useLiveStatus } from '../../live/live-status.ts'
import { Icon } from '../../ui/icon.tsx'
import { t } from '../../ui/words/words.ts'

/** Under the bar while the live feed is gone: what is shown may be old, drafts stay. */
export function OfflineBanner() {
  const status = useLiveStatus()
  if (status !== 'offline') return null
  return (
    <p
      role="status"
      className="enter-fade type-label flex flex-none items-center justify-center gap-2 border-b border-line bg-near-tint px-4 py-1.5 text-near"
    >
      <Icon name="offline" size="s" />
      {t('state.offline')}
    </p>
  )
}
