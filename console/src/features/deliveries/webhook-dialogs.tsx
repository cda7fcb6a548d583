import type { Webhook } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { deleteCall } from './queries.ts'
import { ReplayDialog } from './replay-dialog.tsx'
import { RevealDialog, RotateDialog } from './secret-dialogs.tsx'
import { useDeliveryCall } from './use-delivery-call.ts'
import { WebhookForm } from './webhook-form.tsx'
import type { WebhookDialog } from './webhook-head.tsx'

interface DialogsProps {
  webhook: Webhook
  dialog: WebhookDialog
  onClose: () => void
  onDeleted: () => void
}

function DeleteDialog({ webhook, onClose, onDeleted }: Omit<DialogsProps, 'dialog'>) {
  const remove = useDeliveryCall<null>(onDeleted)
  return (
    <Dialog title={t('hook.delete')} onClose={onClose}>
      <div className="grid gap-4 p-4">
        <p className="type-code !text-[12px] [overflow-wrap:anywhere]">{webhook.url}</p>
        <p className="text-ink-2">{t('hook.deleteText')}</p>
        {remove.error && <ProblemLine error={remove.error} />}
        <Button
          look="solid"
          className="justify-self-end"
          busy={remove.isPending}
          onClick={() => remove.mutate(deleteCall(webhook.id))}
        >
          {t('hook.delete')}
        </Button>
      </div>
    </Dialog>
  )
}

/** What is asked before something is done to a subscription. */
export function WebhookDialogs({ webhook, dialog, onClose, onDeleted }: DialogsProps) {
  switch (dialog) {
    case 'edit':
      return <WebhookForm webhook={webhook} onDone={onClose} onClose={onClose} />
    case 'replay':
      return <ReplayDialog webhookId={webhook.id} onClose={onClose} />
    case 'rotate':
      return <RotateDialog webhookId={webhook.id} onClose={onClose} />
    case 'reveal':
      return <RevealDialog webhookId={webhook.id} onClose={onClose} />
    case 'delete':
      return <DeleteDialog webhook={webhook} onClose={onClose} onDeleted={onDeleted} />
  }
}
