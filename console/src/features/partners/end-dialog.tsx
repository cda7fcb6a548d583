import type { Call, Subscription } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { placeText } from './marks.tsx'
import { usePartnerCall } from './use-partner-call.ts'

interface EndDialogProps {
  title: string
  subscription: Subscription
  /** What ends it. */
  call: Call
  onClose: () => void
}

/** Asks before a subscription ends: what waits for it is not sent any more, and nothing brings that back. */
export function EndDialog({ title, subscription, call, onClose }: EndDialogProps) {
  const end = usePartnerCall(onClose)
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="grid gap-3.5 p-4">
        <p className="grid gap-0.5">
          <span className="font-medium">{placeText(subscription)}</span>
          <span className="type-code !text-[11.5px] text-ink-3 [overflow-wrap:anywhere]">{subscription.url}</span>
        </p>
        <p className="text-ink-2">{t('partners.endText')}</p>
        {end.error && <ProblemLine error={end.error} />}
        <p className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('partners.keep')}</Button>
          <Button look="solid" busy={end.isPending} onClick={() => end.mutate(call)}>
            {t('partners.endVerb')}
          </Button>
        </p>
      </div>
    </Dialog>
  )
}
